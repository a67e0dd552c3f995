package org.graft.source.tensorflow.kernel;

/**
 * Where a window goes on a map, as {@code tf.nn.convolution} documents it.
 *
 * @param rows the output's
 * @param top how far the first window stands above the map
 */
record Geometry(
    int rows, int columns, int top, int left, int[] size, int[] strides, int[] dilations) {

  /**
   * For a map of {@code height} and {@code width}.
   *
   * @param size rows and columns of the window
   */
  static Geometry of(Call c, int height, int width, int... size) {
    int[] strides = BorderKernels.spatial(c, c.integers("strides"));
    int[] dilations = BorderKernels.spatial(c, c.integers("dilations"));
    int[] explicit = c.integers("explicit_paddings");
    int at = c.channelsFirst() ? 4 : 2;
    int[] vertical = axis(c.text("padding"), height, strides[0], (size[0] - 1) * dilations[0] + 1);
    int[] horizontal = axis(c.text("padding"), width, strides[1], (size[1] - 1) * dilations[1] + 1);
    if (c.text("padding").equals("EXPLICIT")) {
      vertical = explicit(height, strides[0], (size[0] - 1) * dilations[0] + 1, explicit, at);
      horizontal = explicit(width, strides[1], (size[1] - 1) * dilations[1] + 1, explicit, at + 2);
    }
    return new Geometry(
        vertical[0], horizontal[0], vertical[1], horizontal[1], size, strides, dilations);
  }

  private static int[] axis(String padding, int length, int stride, int extent) {
    if (padding.equals("SAME")) {
      int count = (length + stride - 1) / stride;
      return new int[] {count, Math.max(0, (count - 1) * stride + extent - length) / 2};
    }
    return new int[] {(length - extent + stride) / stride, 0};
  }

  private static int[] explicit(int length, int stride, int extent, int[] paddings, int at) {
    int before = paddings[at];
    return new int[] {(length + before + paddings[at + 1] - extent + stride) / stride, before};
  }

  /** The map's row that a window's row falls on, which may lie outside. */
  int row(int output, int tap) {
    return output * strides[0] - top + tap * dilations[0];
  }

  int column(int output, int tap) {
    return output * strides[1] - left + tap * dilations[1];
  }
}
