package org.graft.source.tensorflow.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Convolutions there and back. A convolution is the product of its kernel with the values that each
 * window sees, listed in rows, as the documentation of {@code tf.nn.conv2d} defines it.
 */
final class ConvolutionKernels {
  /** Values of the rows that are listed, or made, at a time. */
  private static final int LISTED = 1 << 22;

  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put("Conv2D", Kernel.of(c -> BorderKernels.inLayout(c, c.input(0), x -> conv(c, x))));
    TABLE.put(
        "DepthwiseConv2dNative",
        Kernel.of(c -> BorderKernels.inLayout(c, c.input(0), x -> depthwise(c, x))));
    TABLE.put(
        "Conv2DBackpropInput",
        Kernel.of(c -> BorderKernels.inLayout(c, c.input(2), x -> transposed(c, x))));
  }

  private ConvolutionKernels() {}

  private static Array conv(Call c, Array x) {
    Array kernel = c.input(1);
    Geometry g = geometry(c, x.axis(1), x.axis(2));
    int depth = kernel.axis(2);
    int groups = x.axis(3) / depth;
    int out = kernel.axis(3);
    if (depth * groups != x.axis(3) || out % groups != 0) {
      throw new IllegalArgumentException("a kernel " + kernel + " for " + x);
    }
    int[] shape = g.shape(x.axis(0), out);
    float[] values = new float[Array.size(shape)];
    int taps = kernel.axis(0) * kernel.axis(1) * depth;
    int cells = shape[0] * shape[1] * shape[2];
    int step = Math.max(1, LISTED / Math.max(1, taps));
    for (int group = 0; group < groups; group++) {
      float[] weights = columns(kernel, taps, group * (out / groups), out / groups);
      for (int from = 0; from < cells; from += step) {
        int count = Math.min(step, cells - from);
        float[] rows = rows(x, g, from, count, group * depth, depth);
        float[] product = ProductKernels.product(rows, weights, count, taps, out / groups);
        for (int i = 0; i < count; i++) {
          System.arraycopy(
              product,
              i * (out / groups),
              values,
              (from + i) * out + group * (out / groups),
              out / groups);
        }
      }
    }
    return Array.of(values, shape);
  }

  /** Of the second input's window, on a map of {@code height} and {@code width}. */
  static Geometry geometry(Call c, int height, int width) {
    int[] size = {c.input(1).axis(0), c.input(1).axis(1)};
    return Geometry.of(c, height, width, size, c.integers("strides"));
  }

  /** Some of a kernel's output channels: {@code [taps, count]}. */
  private static float[] columns(Array kernel, int taps, int first, int count) {
    int out = kernel.axis(3);
    if (count == out) {
      return kernel.values();
    }
    float[] columns = new float[taps * count];
    for (int i = 0; i < taps; i++) {
      System.arraycopy(kernel.values(), i * out + first, columns, i * count, count);
    }
    return columns;
  }

  /** What the windows of {@code count} cells see of some channels: {@code [count, taps]}. */
  private static float[] rows(Array x, Geometry g, int from, int count, int first, int depth) {
    int taps = g.rows().size() * g.columns().size();
    float[] rows = new float[count * taps * depth];
    for (int i = 0; i < count; i++) {
      int[] seen = g.seen(from + i);
      for (int tap = 0; tap < taps; tap++) {
        if (seen[tap] >= 0) {
          int place = seen[tap] * x.axis(3) + first;
          System.arraycopy(x.values(), place, rows, (i * taps + tap) * depth, depth);
        }
      }
    }
    return rows;
  }

  private static Array depthwise(Call c, Array x) {
    Array kernel = c.input(1);
    Geometry g = geometry(c, x.axis(1), x.axis(2));
    int channels = kernel.axis(2);
    int times = kernel.axis(3);
    int[] shape = g.shape(x.axis(0), channels * times);
    float[] values = new float[Array.size(shape)];
    for (int cell = 0; cell < shape[0] * shape[1] * shape[2]; cell++) {
      float[] seen = rows(x, g, cell, 1, 0, channels);
      for (int k = 0; k < channels * times; k++) {
        double sum = 0;
        for (int i = k; i < kernel.size(); i += channels * times) {
          sum += (double) seen[i / times] * kernel.values()[i];
        }
        values[cell * channels * times + k] = (float) sum;
      }
    }
    return Array.of(values, shape);
  }

  /**
   * The gradient of a convolution by what it reads, as {@code tf.nn.conv2d_transpose} documents it:
   * each cell adds its kernel's values, times its own, to the window that it was computed from.
   */
  private static Array transposed(Call c, Array x) {
    Array kernel = c.input(1);
    int[] sizes = ShapeKernels.whole(c.input(0));
    int rows = c.channelsFirst() ? 2 : 1;
    int channels = c.channelsFirst() ? 1 : 3;
    if (sizes.length != 4 || kernel.rank() != 4 || x.rank() != 4) {
      throw new IllegalArgumentException("a map of " + Arrays.toString(sizes) + " of " + x);
    }
    int[] shape = {x.axis(0), sizes[rows], sizes[rows + 1], kernel.axis(2)};
    Geometry g = geometry(c, shape[1], shape[2]);
    if (!Arrays.equals(g.shape(x.axis(0), kernel.axis(3)), x.shape())
        || sizes[channels] != shape[3]) {
      throw new IllegalArgumentException(
          "a map of " + Arrays.toString(sizes) + " of " + x + " by a kernel " + kernel);
    }
    float[] values = new float[Array.size(shape)];
    int taps = kernel.axis(0) * kernel.axis(1);
    int width = taps * shape[3];
    float[] turned = kernel.shaped(width, kernel.axis(3)).transposed(1, 0).values();
    int cells = x.axis(0) * x.axis(1) * x.axis(2);
    int depth = x.axis(3);
    int step = Math.max(1, LISTED / Math.max(1, width));
    for (int from = 0; from < cells; from += step) {
      int count = Math.min(step, cells - from);
      float[] own = Arrays.copyOfRange(x.values(), from * depth, (from + count) * depth);
      float[] made = ProductKernels.product(own, turned, count, depth, width);
      for (int i = 0; i < count; i++) {
        add(values, shape[3], g.seen(from + i), made, i * width);
      }
    }
    return Array.of(values, shape);
  }

  /** Adds what one cell makes, tap by tap, where it lies within the map. */
  private static void add(float[] values, int channels, int[] seen, float[] made, int at) {
    for (int tap = 0; tap < seen.length; tap++) {
      for (int channel = 0; seen[tap] >= 0 && channel < channels; channel++) {
        values[seen[tap] * channels + channel] += made[at + tap * channels + channel];
      }
    }
  }
}
