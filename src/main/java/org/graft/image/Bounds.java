package org.graft.image;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import javax.imageio.ImageReadParam;

/**
 * How many pixels are taken. An image of more than are kept is read at a reduced size, every second
 * or third pixel of every second or third row, by the readers that go through a file line by line.
 *
 * @param read pixels that an image may have
 * @param kept pixels that are kept of it
 */
record Bounds(long read, long kept) {
  /** The most pixels that an image is kept with, or needed at once. */
  static final long WHOLE = 100_000_000;

  /** The most pixels that an image of any format may have. */
  static final long MOST = 600_000_000;

  /** A row is kept at once. */
  private static final int LONGEST_SIDE = 1 << 20;

  private static final Set<ImageFormat> REDUCIBLE =
      EnumSet.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.TIFF);

  /** At most so many pixels. */
  static Bounds of(long pixels) {
    return new Bounds(Math.min(pixels, MOST), WHOLE);
  }

  /**
   * Of how many pixels, across and down, one is read.
   *
   * @throws IOException if the image has more than are taken
   */
  int step(ImageFormat format, long width, long height) throws IOException {
    long most = REDUCIBLE.contains(format) ? read : Math.min(read, kept);
    if (width < 1 || height < 1 || width * height > most) {
      throw new IOException(
          "the header claims "
              + width
              + "x"
              + height
              + " pixels, 1 to "
              + most / 1_000_000
              + " million expected");
    }
    int step = 1;
    while (reduced(width, step) * reduced(height, step) > kept) {
      step++;
    }
    if (step > 1 && Math.max(width, height) > LONGEST_SIDE) {
      throw new IOException("a side of " + Math.max(width, height) + " pixels");
    }
    return step;
  }

  /** How many pixels of {@code side} are read. */
  static int reduced(int side, ImageReadParam how) {
    return (int) reduced(side, how.getSourceXSubsampling());
  }

  private static long reduced(long side, int step) {
    return (side + step - 1) / step;
  }
}
