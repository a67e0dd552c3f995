package org.graft.source.tensorflow.kernel;

/** Where a window goes on a map, as {@code tf.nn.convolution} documents it. */
record Geometry(Axis rows, Axis columns) {
  /**
   * Rows or columns.
   *
   * @param length of the map
   * @param size of the window, in taps
   * @param before how far the first window stands before the map
   * @param count of the output
   */
  record Axis(int length, int size, int stride, int dilation, int before, int count) {
    private static Axis of(Call c, int index, int length, int size, int... allStrides) {
      int stride = BorderKernels.spatial(c, allStrides)[index];
      int dilation = BorderKernels.spatial(c, c.integers("dilations"))[index];
      int free = length - (size - 1) * dilation - 1;
      int before = 0;
      if (c.text("padding").equals("SAME")) {
        int count = (length + stride - 1) / stride;
        before = Math.max(0, (count - 1) * stride - free) / 2;
        return new Axis(length, size, stride, dilation, before, count);
      }
      if (c.text("padding").equals("EXPLICIT")) {
        int at = 2 * index + (c.channelsFirst() ? 4 : 2);
        before = c.integers("explicit_paddings")[at];
        free += before + c.integers("explicit_paddings")[at + 1];
      }
      return new Axis(length, size, stride, dilation, before, (free + stride) / stride);
    }

    /** The map's place that a tap falls on, or -1 outside. */
    private int place(int output, int tap) {
      int place = output * stride - before + tap * dilation;
      return place < length ? Math.max(-1, place) : -1;
    }
  }

  /**
   * For a map of {@code height} and {@code width}.
   *
   * @param size rows and columns of the window
   * @param strides in the order of the map's axes
   */
  static Geometry of(Call c, int height, int width, int[] size, int... strides) {
    return new Geometry(
        Axis.of(c, 0, height, size[0], strides), Axis.of(c, 1, width, size[1], strides));
  }

  /** The output's axes. */
  int[] shape(int images, int channels) {
    return new int[] {images, rows.count, columns.count, channels};
  }

  /**
   * The cells that the window's taps fall on.
   *
   * @param cell of the output, row by row, image by image
   * @return cells of the map in that order; -1 outside
   */
  int[] seen(int cell) {
    int row = cell / columns.count;
    int image = row / rows.count;
    int[] seen = new int[rows.size * columns.size];
    for (int tap = 0; tap < seen.length; tap++) {
      int y = rows.place(row % rows.count, tap / columns.size);
      int x = columns.place(cell % columns.count, tap % columns.size);
      seen[tap] = y < 0 || x < 0 ? -1 : (image * rows.length + y) * columns.length + x;
    }
    return seen;
  }
}
