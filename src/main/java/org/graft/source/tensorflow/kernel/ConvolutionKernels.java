package org.graft.source.tensorflow.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolutions and products. A convolution is the product of its kernel with the values that each
 * window sees, listed in rows, as the documentation of {@code tf.nn.conv2d} defines it.
 */
final class ConvolutionKernels {
  /** Values of the rows that are listed at a time. */
  private static final int LISTED = 1 << 22;

  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put("Conv2D", Kernel.of(c -> BorderKernels.inLayout(c, c.input(0), x -> conv(c, x))));
    TABLE.put(
        "DepthwiseConv2dNative",
        Kernel.of(c -> BorderKernels.inLayout(c, c.input(0), x -> depthwise(c, x))));
    TABLE.put("MatMul", Kernel.of(ConvolutionKernels::matMul));
    TABLE.put("BatchMatMul", Kernel.of(ConvolutionKernels::batchMatMul));
    TABLE.put("BatchMatMulV2", Kernel.of(ConvolutionKernels::batchMatMul));
    TABLE.put("BatchMatMulV3", Kernel.of(ConvolutionKernels::batchMatMul));
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
        float[] product = product(rows, weights, count, taps, out / groups);
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

  private static Array matMul(Call c) {
    Array a = c.flag("transpose_a") ? turned(c.input(0)) : c.input(0);
    Array b = c.flag("transpose_b") ? turned(c.input(1)) : c.input(1);
    if (a.rank() != 2 || b.rank() != 2) {
      throw new IllegalArgumentException("a product of " + a + " and " + b);
    }
    return products(a, b);
  }

  private static Array turned(Array x) {
    int last = x.place(-1);
    int row = x.place(-2);
    return x.transposed(
        IntStream.rangeClosed(0, last).map(i -> i < row ? i : row + last - i).toArray());
  }

  private static Array batchMatMul(Call c) {
    Array a = c.flag("adj_x") ? turned(c.input(0)) : c.input(0);
    Array b = c.flag("adj_y") ? turned(c.input(1)) : c.input(1);
    int[] batch =
        BinaryKernels.stretched(
            Arrays.copyOf(a.shape(), a.rank() - 2), Arrays.copyOf(b.shape(), b.rank() - 2));
    return products(stretched(a, batch), stretched(b, batch));
  }

  private static Array stretched(Array x, int... batch) {
    IntStream own = IntStream.of(x.axis(-2), x.axis(-1));
    return ShapeKernels.stretched(x, IntStream.concat(Arrays.stream(batch), own).toArray());
  }

  /** {@code [.., rows, depth] x [.., depth, columns]}, all further axes alike. */
  static Array products(Array a, Array b) {
    int rows = a.axis(-2);
    int depth = a.axis(-1);
    int columns = b.axis(-1);
    if (depth != b.axis(-2)) {
      throw new IllegalArgumentException("a product of " + a + " and " + b);
    }
    int[] shape = a.shape().clone();
    shape[shape.length - 1] = columns;
    float[] values = new float[Array.size(shape)];
    for (int i = 0; i < values.length / Math.max(1, rows * columns); i++) {
      float[] product =
          product(
              Arrays.copyOfRange(a.values(), i * rows * depth, (i + 1) * rows * depth),
              Arrays.copyOfRange(b.values(), i * depth * columns, (i + 1) * depth * columns),
              rows,
              depth,
              columns);
      System.arraycopy(product, 0, values, i * rows * columns, product.length);
    }
    return Array.of(values, shape);
  }

  /** {@code [rows, depth] x [depth, columns]}. */
  static float[] product(float[] a, float[] b, int rows, int depth, int columns) {
    if (rows == 0 || depth == 0 || columns == 0) {
      return new float[rows * columns];
    }
    try (INDArray left = Nd4j.create(a, new long[] {rows, depth}, 'c');
        INDArray right = Nd4j.create(b, new long[] {depth, columns}, 'c');
        INDArray product = Nd4j.gemm(left, right, false, false)) {
      return product.dup('c').data().asFloat();
    }
  }
}
