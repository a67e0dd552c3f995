package org.graft.audit;

import java.util.Arrays;
import org.graft.image.Pixels;

/**
 * The part of an image in which its content lies: along each axis the middle 95 % of the edges, an
 * edge weighing as the square of its step in brightness. A plain image has no content.
 *
 * @param width share of the image's width, 0..1
 * @param height share of the image's height, 0..1
 */
record ContentBox(double width, double height) {
  private static final double OUTSIDE = 0.025;

  static ContentBox of(Pixels pixels) {
    byte[] rgb = pixels.rgb();
    long[] columns = new long[pixels.width()];
    long[] rows = new long[pixels.height()];
    int[] above = new int[pixels.width()];
    int at = 0;
    for (int y = 0; y < rows.length; y++) {
      int left = 0;
      for (int x = 0; x < columns.length; x++, at += 3) {
        int here = level(rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff);
        int across = x == 0 ? 0 : here - left;
        int down = y == 0 ? 0 : here - above[x];
        int edge = across * across + down * down;
        columns[x] += edge;
        rows[y] += edge;
        left = here;
        above[x] = here;
      }
    }
    return new ContentBox(middle(columns), middle(rows));
  }

  /**
   * The smaller side of the content, in pixels, in an image brought to a square of {@code size}.
   */
  double smallerSide(int size) {
    return size * Math.min(width, height);
  }

  private static double middle(long[] weights) {
    long total = Arrays.stream(weights).sum();
    if (total == 0) {
      return 0;
    }
    int first = 0;
    long before = weights[0];
    while (before <= OUTSIDE * total) {
      before += weights[++first];
    }
    int last = weights.length - 1;
    long behind = weights[last];
    while (behind <= OUTSIDE * total) {
      behind += weights[--last];
    }
    return Math.max(1, last - first + 1) / (double) weights.length;
  }

  /** Brightness 0..255 as ITU-R BT.601 weighs it, in 65536ths. */
  private static int level(int red, int green, int blue) {
    return (19595 * red + 38470 * green + 7471 * blue) >> 16;
  }
}
