package org.graft.gradient;

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
    List<Strip> strips = new ArrayList<>();
    for (int tap = 0; tap < size.height() * size.width(); tap++) {
      int y = tap / size.width() - before(window, true, in.height());
      int x = tap % size.width() - before(window, false, in.width());
      Size2d strides = window.strides();
      for (int to = 0; to < out.height() * out.width(); to++) {
        int row = to / out.width() * strides.height() + y;
        int column = to % out.width() * strides.width() + x;
        if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
          add(strips, new Strip(tap, row * in.width() + column, to, 1));
        }
      }
    }
    return List.copyOf(strips);
  }

  private static int before(Window window, boolean rows, int length) {
    Size2d size = window.size();
    Size2d strides = window.strides();
    return rows
        ? window.padding().before(length, size.height(), strides.height())
        : window.padding().before(length, size.width(), strides.width());
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
