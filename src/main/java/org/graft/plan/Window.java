package org.graft.plan;

/**
 * How a window goes over a map: its size, the steps it takes, and the distance between its cells (1
 * for neighbours; Yu and Koltun 2016).
 */
public record Window(Size2d size, Size2d strides, Size2d dilation, Padding padding) {
  /** A window of neighbouring cells. */
  public Window(Size2d size, Size2d strides, Padding padding) {
    this(size, strides, Size2d.square(1), padding);
  }

  /** Whether there are cells between its cells. */
  public boolean hasGaps() {
    return !dilation.equals(Size2d.square(1));
  }

  /** The map that it makes of {@code in}, with {@code channels} in each cell. */
  Shape over(Shape in, int channels) {
    return new Shape(
        padding.outputLength(in.height(), reach().height(), strides.height()),
        padding.outputLength(in.width(), reach().width(), strides.width()),
        channels);
  }

  /** Rows and columns from its first cell to its last. */
  public Size2d reach() {
    return new Size2d(
        (size.height() - 1) * dilation.height() + 1, (size.width() - 1) * dilation.width() + 1);
  }
}
