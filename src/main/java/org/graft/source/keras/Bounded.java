package org.graft.source.keras;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends one byte behind its bound, so that one byte too many can be seen. */
final class Bounded extends FilterInputStream {
  private long left;

  Bounded(InputStream in, long bound) {
    super(in);
    this.left = bound + 1;
  }

  @Override
  public int read() throws IOException {
    int value = left > 0 ? super.read() : -1;
    left -= value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (left <= 0) {
      return -1;
    }
    int read = super.read(bytes, from, (int) Math.min(length, left));
    left -= Math.max(read, 0);
    return read;
  }
}
