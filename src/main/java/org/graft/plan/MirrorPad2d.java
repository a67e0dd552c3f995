package org.graft.plan;

/**
 * Rows and columns around a map that mirror it.
 *
 * @param border whether the outermost cells are mirrored, too (SYMMETRIC), or are the mirror
 *     (REFLECT)
 */
public record MirrorPad2d(
    String name, String input, int top, int bottom, int left, int right, boolean border)
    implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    return in.withSides(rows -> padded(rows, top, bottom), columns -> padded(columns, left, right));
  }

  private int padded(int length, int before, int after) {
    int most = border ? length : length - 1;
    if (before > most || after > most) {
      throw new IllegalArgumentException(
          "an axis of " + length + " has no " + Math.max(before, after) + " cells to mirror");
    }
    return length + before + after;
  }
}
