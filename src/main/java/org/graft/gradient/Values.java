package org.graft.gradient;

import java.util.Arrays;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;

/**
 * A layer's output over a batch and the loss's gradient by it, each {@code [cells, n, channels]}: a
 * map's cells row by row, and in each cell one row of channels an image. So a stretch of cells is
 * one matrix for all images at once. A vector is a map of one cell.
 */
final class Values {
  final int cells;
  final int channels;

  /** Whether a parameter lies before it, so that its gradient is asked for. */
  final boolean reached;

  private float[] values = {};
  private float[] gradient = {};
  private int count;

  Values(Shape shape, boolean reached) {
    this.channels = shape.channels();
    this.cells = shape.size() / channels;
    this.reached = reached;
  }

  /** Makes room for {@code images}; what was held is lost, and the gradient is 0. */
  void hold(int images) {
    count = images;
    int size = size();
    if (values.length < size) {
      values = new float[size];
      gradient = reached ? new float[size] : gradient;
    } else if (reached) {
      Arrays.fill(gradient, 0, size, 0);
    }
  }

  /** Values at present; the arrays may be longer. */
  int size() {
    return Math.multiplyExact(rows(cells), channels);
  }

  /** Rows of channels at present, of all cells. */
  int rows() {
    return rows(cells);
  }

  /** Rows of channels of some cells. */
  int rows(int some) {
    return some * count;
  }

  /** Where a cell's values begin. */
  int start(int cell) {
    return cell * count * channels;
  }

  float[] values() {
    return values;
  }

  float[] gradient() {
    return gradient;
  }

  void clear() {
    Arrays.fill(values, 0, size(), 0);
  }

  /** Takes {@code [n, height, width, channels]} or {@code [n, channels]}. */
  void enter(Tensor images) {
    for (int image = 0; image < count; image++) {
      for (int cell = 0; cell < cells; cell++) {
        int from = (image * cells + cell) * channels;
        int to = start(cell) + image * channels;
        System.arraycopy(images.values(), from, values, to, channels);
      }
    }
  }
}
