package org.graft.engine.onednn;

import java.util.Arrays;
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
    long[] reach = both(window.reach());
    long[] strides = both(window.strides());
    long[] dilation = both(window.dilation());
    long[] before = new long[2];
    long[] behind = new long[2];
    for (int axis = 0; axis < 2; axis++) {
      int length = (int) in[2 + axis];
      before[axis] = window.padding().before(length, (int) reach[axis], (int) strides[axis]);
      long reached = (out[2 + axis] - 1) * strides[axis] + reach[axis] - before[axis];
      behind[axis] = Math.max(0, reached - length);
      dilation[axis]--;
    }
    return new Sliding(both(window.size()), strides, dilation, before, behind);
  }

  /** One window that is the whole map. */
  static Sliding whole(long... in) {
    long[] size = {in[2], in[3]};
    long[] zero = {0, 0};
    return new Sliding(size, new long[] {1, 1}, zero, zero, zero);
  }

  /** Each cell by itself. */
  static Sliding cell() {
    return whole(1, 1, 1, 1);
  }

  private static long[] both(Size2d size) {
    return new long[] {size.height(), size.width()};
  }

  /** Whether the window is 3x3, one cell on at each step. */
  boolean isDenseSquareOfThree() {
    return Arrays.equals(kernel, new long[] {3, 3})
        && Arrays.equals(strides, new long[] {1, 1})
        && Arrays.equals(dilation, new long[] {0, 0});
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
