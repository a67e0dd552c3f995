package org.graft.audit;

import org.graft.image.Pixels;

/** An image as a few cells, each the mean of its pixels; a small image's pixels are repeated. */
final class CellMeans {
  private static final int CHANNELS = 3;

  private CellMeans() {}

  /** {@code [rows, columns]}, brightness 0..255. */
  static float[] grey(Pixels pixels, int columns, int rows) {
    float[] colours = colours(pixels, columns, rows);
    float[] grey = new float[columns * rows];
    for (int i = 0; i < grey.length; i++) {
      int at = i * CHANNELS;
      grey[i] = 0.299f * colours[at] + 0.587f * colours[at + 1] + 0.114f * colours[at + 2];
    }
    return grey;
  }

  /** {@code [rows, columns, 3]}, RGB 0..255. */
  static float[] colours(Pixels pixels, int columns, int rows) {
    float[] cells = new float[rows * columns * CHANNELS];
    for (int y = 0; y < rows; y++) {
      int top = y * pixels.height() / rows;
      int bottom = Math.max(top + 1, (y + 1) * pixels.height() / rows);
      for (int x = 0; x < columns; x++) {
        int left = x * pixels.width() / columns;
        int right = Math.max(left + 1, (x + 1) * pixels.width() / columns);
        float count = (bottom - top) * (right - left);
        long[] sums = sums(pixels, left, right, top, bottom);
        for (int c = 0; c < CHANNELS; c++) {
          cells[(y * columns + x) * CHANNELS + c] = sums[c] / count;
        }
      }
    }
    return cells;
  }

  /** Of red, green and blue, before the right and the bottom. */
  private static long[] sums(Pixels pixels, int left, int right, int top, int bottom) {
    byte[] rgb = pixels.rgb();
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int y = top; y < bottom; y++) {
      int end = (y * pixels.width() + right) * CHANNELS;
      for (int at = (y * pixels.width() + left) * CHANNELS; at < end; at += CHANNELS) {
        red += rgb[at] & 0xff;
        green += rgb[at + 1] & 0xff;
        blue += rgb[at + 2] & 0xff;
      }
    }
    return new long[] {red, green, blue};
  }
}
