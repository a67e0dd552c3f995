package org.graft.report;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.image.Pixels;
import org.graft.plan.Tensor;

/**
 * Heat in colours over a picture that is shown in grey. The scale grows lighter with the heat, so
 * that it is read without colours too, in print or by those who do not see them.
 *
 * @param cells {@code [height, width]}, 0 and above; they share out the picture evenly
 * @param most heat that has the lightest colour, above 0 where any cell is
 */
record Heat(Tensor cells, double most) {
  /** Red, green and blue at even steps from none to most. */
  private static final int[] SCALE = {0x30123b, 0x7a1d6c, 0xc43b55, 0xf17d1c, 0xfcd225, 0xfcffa4};

  private static final double OPACITY = 0.62;
  private static final String[] ROWS = {"top", "middle", "bottom"};
  private static final String[] COLUMNS = {"left", "centre", "right"};

  /** The scale as a background of CSS, from left to right. */
  static String gradient() {
    return Arrays.stream(SCALE)
        .mapToObj(colour -> String.format("#%06x", colour))
        .collect(Collectors.joining(",", "linear-gradient(90deg,", ")"));
  }

  /** The picture in grey with this heat over it, of the same size. */
  Pixels over(Pixels picture) {
    byte[] blended = new byte[picture.rgb().length];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        double heat = at((y + 0.5) / picture.height(), (x + 0.5) / picture.width());
        blend(picture.rgb(), share(heat), blended, 3 * (y * picture.width() + x));
      }
    }
    return new Pixels(picture.width(), picture.height(), blended);
  }

  /** The ninth of the picture that the hottest cell lies in, in words. */
  String where() {
    int hottest =
        IntStream.range(0, cells.size())
            .reduce(0, (a, b) -> cells.values()[b] > cells.values()[a] ? b : a);
    int height = cells.shape()[0];
    int width = cells.shape()[1];
    if (cells.values()[hottest] == 0) {
      return "none";
    }
    int row = hottest / width;
    int column = hottest % width;
    return "most at the " + ROWS[third(row, height)] + " " + COLUMNS[third(column, width)];
  }

  /** The third of {@code count} cells that the middle of one lies in. */
  private static int third(int cell, int count) {
    return 3 * (2 * cell + 1) / (2 * count);
  }

  /** Between the middles of cells in a straight line, as far as their own at the edges. */
  private double at(double down, double right) {
    int height = cells.shape()[0];
    int width = cells.shape()[1];
    double y = Math.min(height - 1, Math.max(0, down * height - 0.5));
    double x = Math.min(width - 1, Math.max(0, right * width - 0.5));
    int top = (int) y;
    int left = (int) x;
    double above = between(cell(top, left), cell(top, Math.min(width - 1, left + 1)), x - left);
    int bottom = Math.min(height - 1, top + 1);
    double below =
        between(cell(bottom, left), cell(bottom, Math.min(width - 1, left + 1)), x - left);
    return between(above, below, y - top);
  }

  private double cell(int row, int column) {
    return cells.values()[row * cells.shape()[1] + column];
  }

  private double share(double heat) {
    return most == 0 ? 0 : Math.min(1, heat / most);
  }

  private static void blend(byte[] rgb, double share, byte[] blended, int at) {
    double grey =
        0.299 * (rgb[at] & 0xff) + 0.587 * (rgb[at + 1] & 0xff) + 0.114 * (rgb[at + 2] & 0xff);
    double place = share * (SCALE.length - 1);
    int step = Math.min(SCALE.length - 2, (int) place);
    for (int c = 0; c < 3; c++) {
      double colour = between(channel(SCALE[step], c), channel(SCALE[step + 1], c), place - step);
      blended[at + c] = (byte) Math.round(between(grey, colour, OPACITY));
    }
  }

  /** Red, green or blue, 0..255. */
  private static int channel(int colour, int index) {
    return (colour >> (16 - 8 * index)) & 255;
  }

  private static double between(double one, double other, double share) {
    return one + share * (other - one);
  }
}
