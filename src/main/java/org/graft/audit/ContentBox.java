package org.graft.audit;

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
    double[] columns = new double[pixels.width()];
    double[] rows = new double[pixels.height()];
    int[] above = new int[pixels.width()];
    for (int y = 0; y < pixels.height(); y++) {
      int left = 0;
      for (int x = 0; x < pixels.width(); x++) {
        int here = level(pixels.rgb(), (y * pixels.width() + x) * 3);
        double edge = x == 0 ? 0 : square(here - left);
        edge += y == 0 ? 0 : square(here - above[x]);
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

  private static double middle(double[] weights) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    if (total == 0) {
      return 0;
    }
    int first = 0;
    double before = weights[0];
    while (before <= OUTSIDE * total) {
      before += weights[++first];
    }
    int last = weights.length - 1;
    double behind = weights[last];
    while (behind <= OUTSIDE * total) {
      behind += weights[--last];
    }
    return Math.max(1, last - first + 1) / (double) weights.length;
  }

  /** Brightness 0..255 as ITU-R BT.601 weighs it. */
  private static int level(byte[] rgb, int at) {
    return (299 * (rgb[at] & 0xff) + 587 * (rgb[at + 1] & 0xff) + 114 * (rgb[at + 2] & 0xff))
        / 1000;
  }

  private static double square(int step) {
    return (double) step * step;
  }
}
