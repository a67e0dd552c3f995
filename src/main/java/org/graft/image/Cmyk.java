package org.graft.image;

import java.awt.image.Raster;

/**
 * Turns CMYK into RGB as Pillow does, whatever a profile says: what ink leaves of the paper's
 * white, and black takes its share of that.
 */
final class Cmyk {
  private static final int MOST = 255;
  private static final int BLACK = 3;

  private Cmyk() {}

  /**
   * Of a raster of four bands of bytes, or more.
   *
   * @param inverted whether values are what ink leaves, as JPEGs have them after Adobe
   * @param ycck whether the first three are luma and chroma of the inks' complement
   */
  static Pixels of(Raster stored, boolean inverted, boolean ycck) {
    int width = stored.getWidth();
    int height = stored.getHeight();
    byte[] rgb = new byte[Pixels.CHANNELS * width * height];
    int[] row = new int[stored.getNumBands() * width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      stored.getPixels(stored.getMinX(), stored.getMinY() + y, width, 1, row);
      for (int from = 0; from < row.length; from += stored.getNumBands()) {
        if (ycck) {
          toInks(row, from);
        }
        int white = inverted ? row[from + BLACK] : MOST - row[from + BLACK];
        for (int c = 0; c < Pixels.CHANNELS; c++) {
          int ink = inverted ? MOST - row[from + c] : row[from + c];
          rgb[to++] = (byte) Math.max(0, white - share(ink, white));
        }
      }
    }
    return new Pixels(width, height, rgb);
  }

  /** {@code a * b / 255}, rounded as Pillow's {@code MULDIV255}. */
  private static int share(int a, int b) {
    int product = a * b + 128;
    return ((product >> 8) + product) >> 8;
  }

  /** From luma and chroma to inks, in the fixed point of libjpeg's {@code ycck_cmyk_convert}. */
  private static void toInks(int[] row, int at) {
    int luma = row[at];
    int blue = row[at + 1] - 128;
    int red = row[at + 2] - 128;
    int half = 1 << 15;
    row[at] = MOST - clipped(luma + ((91881 * red + half) >> 16));
    row[at + 1] = MOST - clipped(luma + ((-22554 * blue - 46802 * red + half) >> 16));
    row[at + 2] = MOST - clipped(luma + ((116130 * blue + half) >> 16));
  }

  private static int clipped(int value) {
    return Math.max(0, Math.min(MOST, value));
  }
}
