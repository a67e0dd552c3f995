package org.graft.plan;

/** Rows and columns of a window or a stride. */
public record Size2d(int height, int width) {
  public Size2d {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("a window of " + height + "x" + width + " has no size");
    }
  }

  public static Size2d square(int side) {
    return new Size2d(side, side);
  }
}
