package org.graft.tape;

import java.util.ArrayList;
import java.util.List;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Window;

/**
 * Neighbouring cells of a map that one tap of a window meets one after the other. All the strips of
 * a window are all that it sees of the map; taps that fall on padding have none.
 *
 * @param tap of the window, row by row
 * @param from the first cell that is read
 * @param to the first cell of the output that the tap counts for
 * @param cells how many there are, in both
 */
record Strip(int tap, int from, int to, int cells) {
  /** The strips of a window over {@code in} that makes {@code out}, tap by tap. */
  static List<Strip> of(Window window, Shape in, Shape out) {
    Size2d size = window.size();
    Size2d strides = window.strides();
    int top = window.padding().before(in.height(), size.height(), strides.height());
    int left = window.padding().before(in.width(), size.width(), strides.width());
    List<Strip> strips = new ArrayList<>();
    for (int tap = 0; tap < size.height() * size.width(); tap++) {
      int y = tap / size.width() - top;
      int x = tap % size.width() - left;
      int first = first(x, strides.width());
      int end = end(x, strides.width(), in.width(), out.width());
      for (int row = first(y, strides.height());
          row < end(y, strides.height(), in.height(), out.height());
          row++) {
        int from = (row * strides.height() + y) * in.width() + x;
        addRow(strips, tap, from, row * out.width(), first, end, strides.width());
      }
    }
    return List.copyOf(strips);
  }

  /** The first place at which {@code place * stride + offset} is not before the map. */
  private static int first(int offset, int stride) {
    return offset >= 0 ? 0 : (-offset + stride - 1) / stride;
  }

  /** The place after the last at which {@code place * stride + offset} is in the map. */
  private static int end(int offset, int stride, int length, int outputs) {
    return Math.min(outputs, Math.floorDiv(length - 1 - offset, stride) + 1);
  }

  private static void addRow(
      List<Strip> strips, int tap, int from, int to, int first, int end, int stride) {
    int cells = stride == 1 ? end - first : 1;
    for (int column = first; column < end; column += cells) {
      add(strips, new Strip(tap, from + column * stride, to + column, cells));
    }
  }

  private static void add(List<Strip> strips, Strip next) {
    Strip last = strips.isEmpty() ? null : strips.get(strips.size() - 1);
    if (last != null && last.leadsTo(next)) {
      strips.set(
          strips.size() - 1, new Strip(last.tap, last.from, last.to, last.cells + next.cells));
    } else {
      strips.add(next);
    }
  }

  private boolean leadsTo(Strip next) {
    return tap == next.tap && from + cells == next.from && to + cells == next.to;
  }
}
