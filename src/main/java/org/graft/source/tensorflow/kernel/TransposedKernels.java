package org.graft.source.tensorflow.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The gradient of a convolution by what it reads, as {@code tf.nn.conv2d_transpose} documents it:
 * each cell adds its kernel's values, times its own, to the window that it was computed from.
 */
final class TransposedKernels {
  /** Values of the products that are made at a time. */
  private static final int MADE = 1 << 22;

  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put(
        "Conv2DBackpropInput",
        Kernel.of(c -> BorderKernels.inLayout(c, c.input(2), x -> transposed(c, x))));
  }

  private TransposedKernels() {}

  private static Array transposed(Call c, Array x) {
    Array kernel = c.input(1);
    int[] sizes = ShapeKernels.whole(c.input(0));
    int rows = c.channelsFirst() ? 2 : 1;
    int channels = c.channelsFirst() ? 1 : 3;
    if (sizes.length != 4 || kernel.rank() != 4 || x.rank() != 4) {
      throw new IllegalArgumentException("a map of " + Arrays.toString(sizes) + " of " + x);
    }
    int[] shape = {x.axis(0), sizes[rows], sizes[rows + 1], kernel.axis(2)};
    Geometry g = ConvolutionKernels.geometry(c, shape[1], shape[2]);
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
    int step = Math.max(1, MADE / Math.max(1, width));
    for (int from = 0; from < cells; from += step) {
      int count = Math.min(step, cells - from);
      float[] own = Arrays.copyOfRange(x.values(), from * depth, (from + count) * depth);
      float[] made = ConvolutionKernels.product(own, turned, count, depth, width);
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
