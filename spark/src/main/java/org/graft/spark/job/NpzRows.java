package org.graft.spark.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.graft.storage.NpyArray;

/** Reads the rows of an {@code .npz} file of features one by one. */
final class NpzRows {
  private static final String NPY = ".npy";

  private NpzRows() {}

  /**
   * Hands on each row with the digest that it stands under.
   *
   * @param most values that a row may have
   * @throws IOException if the file is no such file, or its bytes are not those that were written
   */
  static void read(Folder folder, String name, int most, BiConsumer<String, float[]> to)
      throws IOException {
    try (InputStream in = folder.files().open(folder.path(name));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        float[] row = NpyArray.read(zip, most).values();
        zip.closeEntry();
        to.accept(entry.getName().replace(NPY, ""), row);
      }
    }
  }

  /** Values of the first row; -1 in a file without any. */
  static int firstWidth(Folder folder, String name, int most) throws IOException {
    try (InputStream in = folder.files().open(folder.path(name));
        ZipInputStream zip = new ZipInputStream(in)) {
      return zip.getNextEntry() == null ? -1 : NpyArray.read(zip, most).values().length;
    }
  }
}
