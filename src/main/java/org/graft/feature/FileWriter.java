package org.graft.feature;

import java.nio.ByteBuffer;

/** Takes rows into a file. */
final class FileWriter implements RowWriter {
  private final RowFile file;
  private final ByteBuffer bytes;

  FileWriter(RowFile file) {
    this.file = file;
    this.bytes = RowFile.buffer(file.width());
  }

  @Override
  public int width() {
    return file.width();
  }

  @Override
  public void put(int place, float... row) {
    bytes.clear().asFloatBuffer().put(row);
    file.write(place, bytes.clear());
  }

  @Override
  public Rows rows(int... places) {
    return places.length == file.count() ? file : new ChosenRows(file, places);
  }
}
