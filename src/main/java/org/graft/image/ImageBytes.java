package org.graft.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * An image file's content as decoders read it. One that goes on behind the end, as though there
 * were zeros, is stopped: a file of few bytes could otherwise claim millions of pixels and cost
 * minutes.
 */
final class ImageBytes extends MemoryCacheImageInputStream {
  /** What is read ahead, and what old programs left out at the end of a file, is less. */
  private static final int MOST_BEHIND_END = 10_000;

  private int behindEnd;

  ImageBytes(byte[] bytes) {
    super(new ByteArrayInputStream(bytes));
  }

  @Override
  public int read() throws IOException {
    return counted(super.read());
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return counted(super.read(into, offset, length));
  }

  private int counted(int found) throws IOException {
    if (found < 0 && ++behindEnd > MOST_BEHIND_END) {
      throw new IOException("it ends before its picture does");
    }
    return found;
  }
}
