package org.graft.tape;

import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Window;

/**
 * A map parted into tiles, each of which the minimal filters along its height and width make at
 * once.
 *
 * @param top rows of padding before the map
 * @param left columns of padding before the map
 */
record Tiling(Shape in, Shape out, MinimalFilter down, MinimalFilter across, int top, int left) {
  /** For windows that go step by step and have no gaps. */
  static Tiling of(Window window, Shape in, Shape out) {
    Size2d size = window.size();
    return new Tiling(
        in,
        out,
        MinimalFilter.best(size.height(), out.height()),
        MinimalFilter.best(size.width(), out.width()),
        window.padding().before(in.height(), size.height(), 1),
        window.padding().before(in.width(), size.width(), 1));
  }

  int tiles() {
    return down.times(out.height()) * columns();
  }

  /** Products of a tile, for each channel that enters and each that leaves. */
  int products() {
    return down.products() * across.products();
  }

  private int columns() {
    return across.times(out.width());
  }

  /** The cell of the input at a place of a tile, or -1 on padding. */
  int read(int tile, int row, int column) {
    int y = tile / columns() * down.outputs() - top + row;
    int x = tile % columns() * across.outputs() - left + column;
    return y >= 0 && y < in.height() && x >= 0 && x < in.width() ? y * in.width() + x : -1;
  }

  /** The cell of the output at a place of a tile, or -1 beyond the map. */
  int made(int tile, int row, int column) {
    int y = tile / columns() * down.outputs() + row;
    int x = tile % columns() * across.outputs() + column;
    return y < out.height() && x < out.width() ? y * out.width() + x : -1;
  }
}
