package org.graft.engine.onednn;

import org.graft.plan.Size2d;
import org.graft.plan.Window;

/**
 * How a window slides over a map, as oneDNN counts it: height and width of each.
 *
 * @param dilation cells between two that the window sees, 0 for neighbours
 * @param before rows and columns of padding before the map
 * @param behind those behind it
 */
record Sliding(long[] kernel, long[] strides, long[] dilation, long[] before, long[] behind) {
  /**
   * @param in axes {@code [n, c, height, width]} of the map that is read
   * @param out those of the map that is made
   */
  static Sliding of(Window window, long[] in, long... out) {
    Size2d reach = window.reach();
    long[] strides = both(window.strides());
    long[] before = {
      window.padding().before((int) in[2], reach.height(), (int) strides[0]),
      window.padding().before((int) in[3], reach.width(), (int) strides[1])
    };
    long[] behind = {
      behind(in[2], out[2], reach.height(), strides[0]) - before[0],
      behind(in[3], out[3], reach.width(), strides[1]) - before[1]
    };
    Size2d dilation = window.dilation();
    return new Sliding(
        both(window.size()),
        strides,
        new long[] {dilation.height() - 1, dilation.width() - 1},
        before,
        new long[] {Math.max(0, behind[0]), Math.max(0, behind[1])});
  }

  /** One window that is the whole map. */
  static Sliding whole(long... in) {
    long[] size = {in[2], in[3]};
    long[] zero = {0, 0};
    return new Sliding(size, new long[] {1, 1}, zero, zero, zero);
  }

  /** Each cell by itself. */
  static Sliding cell() {
    long[] one = {1, 1};
    long[] zero = {0, 0};
    return new Sliding(one, one, zero, zero, zero);
  }

  private static long behind(long in, long out, long reach, long stride) {
    return (out - 1) * stride + reach - in;
  }

  private static long[] both(Size2d size) {
    return new long[] {size.height(), size.width()};
  }

  /** Whether the window is 3x3, one cell on at each step. */
  boolean isDenseSquareOfThree() {
    return kernel[0] == 3
        && kernel[1] == 3
        && strides[0] == 1
        && strides[1] == 1
        && dilation[0] == 0
        && dilation[1] == 0;
  }

  /** Whether all windows along an axis, 0 for rows, see all of its {@code in} cells. */
  boolean seesAll(int in, int out, int axis) {
    return dilation[axis] == 0
        && in - 1 + before[axis] < kernel[axis]
        && (out - 1) * strides[axis] <= before[axis];
  }

  /** Which tap, row by row, meets a cell for another that is made. */
  int tap(int row, int madeRow, int column, int madeColumn) {
    long y = row - madeRow * strides[0] + before[0];
    long x = column - madeColumn * strides[1] + before[1];
    return Math.toIntExact(y * kernel[1] + x);
  }
}
