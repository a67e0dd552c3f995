package org.graft.plan;

/** How a window meets the border of a map, with TensorFlow's arithmetic. */
public enum Padding {
  /** Only whole windows: {@code floor((n - window) / stride) + 1}. */
  VALID,
  /** Zeros around the map, the odd one at the end: {@code ceil(n / stride)}. */
  SAME;

  /** Length of an axis after a window of {@code window} moved by {@code stride} went over it. */
  public int outputLength(int length, int window, int stride) {
    if (length == Shape.FREE) {
      return Shape.FREE;
    }
    return this == SAME
        ? Math.floorDiv(length + stride - 1, stride)
        : Math.max(0, Math.floorDiv(length - window, stride) + 1);
  }

  /** Zeros before the first cell of an axis of {@code length}: half of them all, rounded down. */
  public int before(int length, int window, int stride) {
    int missing = (outputLength(length, window, stride) - 1) * stride + window - length;
    return this == SAME ? Math.max(0, missing) / 2 : 0;
  }
}
