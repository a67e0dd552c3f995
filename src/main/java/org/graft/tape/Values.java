package org.graft.tape;

import java.util.Arrays;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;

/**
 * A layer's output over a batch and the loss's gradient by it. A map is its cells, row by row, and
 * each cell an array {@code [n, channels]} of all images: arrays that are walked through side by
 * side are what Java computes several values of at once. A vector is a map of one cell.
 */
final class Values {
  final int cells;
  final int channels;

  /** Whether a parameter lies before it, so that its gradient is asked for. */
  final boolean requiresGrad;

  private final float[][] values;
  private final float[][] gradient;
  private int count;

  Values(Shape shape, boolean requiresGrad) {
    this.channels = shape.channels();
    this.cells = shape.size() / channels;
    this.requiresGrad = requiresGrad;
    this.values = new float[cells][0];
    this.gradient = new float[requiresGrad ? cells : 0][0];
  }

  /** Makes room for {@code images}; what was held is lost, and the gradient is 0. */
  void ensureCapacity(int images) {
    count = images;
    for (int cell = 0; cell < cells; cell++) {
      if (values[cell].length < row()) {
        values[cell] = new float[row()];
      }
      if (requiresGrad && gradient[cell].length < row()) {
        gradient[cell] = new float[row()];
      } else if (requiresGrad) {
        Arrays.fill(gradient[cell], 0, row(), 0);
      }
    }
  }

  int images() {
    return count;
  }

  /** Values of a cell at present; its array may be longer. */
  int row() {
    return Math.multiplyExact(count, channels);
  }

  /** Values of all cells at present. */
  int size() {
    return Math.multiplyExact(cells, row());
  }

  float[][] values() {
    return values;
  }

  float[][] gradient() {
    return gradient;
  }

  void clear() {
    for (float[] cell : values) {
      Arrays.fill(cell, 0, row(), 0);
    }
  }

  /** One value a channel, repeated for every image, as long as a cell. */
  float[] repeated(float[] channelwise, int from) {
    float[] repeated = new float[row()];
    for (int to = 0; to < repeated.length; to += channels) {
      System.arraycopy(channelwise, from, repeated, to, channels);
    }
    return repeated;
  }

  /** Adds up what lies as a cell does over the images, into the channels from {@code to} on. */
  void sum(float[] cell, float[] sums, int to) {
    for (int from = 0; from < row(); from += channels) {
      for (int c = 0; c < channels; c++) {
        sums[to + c] += cell[from + c];
      }
    }
  }

  /**
   * Takes {@code [n, height, width, channels]} or {@code [n, channels]}; vectors as they are, so
   * that nothing may replace them.
   */
  void load(Tensor images) {
    float[] all = images.values();
    if (cells == 1) {
      values[0] = all;
      return;
    }
    for (int image = 0; image < count; image++) {
      for (int cell = 0; cell < cells; cell++) {
        int from = (image * cells + cell) * channels;
        System.arraycopy(all, from, values[cell], image * channels, channels);
      }
    }
  }

  /** Ones that {@link #load} takes. */
  Tensor ones() {
    float[] ones = new float[size()];
    Arrays.fill(ones, 1);
    return new Tensor(ones, count, cells * channels);
  }

  /** Fills {@code all}, {@code [n, cells, channels]}. */
  void store(float... all) {
    for (int image = 0; image < count; image++) {
      for (int cell = 0; cell < cells; cell++) {
        int to = (image * cells + cell) * channels;
        System.arraycopy(values[cell], image * channels, all, to, channels);
      }
    }
  }

  /** Takes the loss's gradient, in the order of {@link #store}. */
  void loadGradient(double... all) {
    for (int i = 0; i < all.length; i++) {
      int cell = i / channels % cells;
      int image = i / channels / cells;
      gradient[cell][image * channels + i % channels] = (float) all[i];
    }
  }
}
