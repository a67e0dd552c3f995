package org.graft.source.tensorflow.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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
    TABLE.put("Conv2D", Kernel.of(c -> inLayout(c, ConvolutionKernels::conv)));
    TABLE.put("DepthwiseConv2dNative", Kernel.of(c -> inLayout(c, ConvolutionKernels::depthwise)));
    TABLE.put("MatMul", Kernel.of(ConvolutionKernels::matMul));
    TABLE.put("BatchMatMul", Kernel.of(ConvolutionKernels::batchMatMul));
    TABLE.put("BatchMatMulV2", Kernel.of(ConvolutionKernels::batchMatMul));
    TABLE.put("BatchMatMulV3", Kernel.of(ConvolutionKernels::batchMatMul));
  }

  private ConvolutionKernels() {}

  /** What is computed on {@code [batch, height, width, channels]}. */
  interface OnMap {
    Array run(Call c, Array x);
  }

  /** The same for either order of axes. */
  static Array inLayout(Call c, OnMap kernel) {
    return c.channelsFirst()
        ? BorderKernels.channelsFirst(kernel.run(c, BorderKernels.channelsLast(c.input(0))))
        : kernel.run(c, c.input(0));
  }

  private static Array conv(Call c, Array x) {
    Array kernel = c.input(1);
    Geometry g = Geometry.of(c, x.axis(1), x.axis(2), kernel.axis(0), kernel.axis(1));
    int depth = kernel.axis(2);
    int groups = x.axis(3) / depth;
    int out = kernel.axis(3);
    if (depth * groups != x.axis(3) || out % groups != 0) {
      throw new IllegalArgumentException("a kernel " + kernel + " for " + x);
    }
    int[] shape = {x.axis(0), g.rows(), g.columns(), out};
    float[] values = new float[Array.size(shape)];
    int taps = kernel.axis(0) * kernel.axis(1) * depth;
    int cells = x.axis(0) * g.rows() * g.columns();
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
    int taps = g.size()[0] * g.size()[1] * depth;
    float[] rows = new float[count * taps];
    for (int i = 0; i < count; i++) {
      int cell = from + i;
      int image = cell / (g.rows() * g.columns());
      int row = cell / g.columns() % g.rows();
      int column = cell % g.columns();
      for (int tap = 0; tap < g.size()[0] * g.size()[1]; tap++) {
        int y = g.row(row, tap / g.size()[1]);
        int z = g.column(column, tap % g.size()[1]);
        if (y >= 0 && y < x.axis(1) && z >= 0 && z < x.axis(2)) {
          int place = ((image * x.axis(1) + y) * x.axis(2) + z) * x.axis(3) + first;
          System.arraycopy(x.values(), place, rows, i * taps + tap * depth, depth);
        }
      }
    }
    return rows;
  }

  private static Array depthwise(Call c, Array x) {
    Array kernel = c.input(1);
    Geometry g = Geometry.of(c, x.axis(1), x.axis(2), kernel.axis(0), kernel.axis(1));
    int channels = kernel.axis(2);
    int times = kernel.axis(3);
    int[] shape = {x.axis(0), g.rows(), g.columns(), channels * times};
    float[] values = new float[Array.size(shape)];
    for (int cell = 0; cell < x.axis(0) * g.rows() * g.columns(); cell++) {
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
    if (a.rank() != 2 || b.rank() != 2 || a.axis(1) != b.axis(0)) {
      throw new IllegalArgumentException("a product of " + a + " and " + b);
    }
    float[] product = product(a.values(), b.values(), a.axis(0), a.axis(1), b.axis(1));
    return Array.of(product, a.axis(0), b.axis(1));
  }

  private static Array turned(Array x) {
    int[] order = new int[x.rank()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    order[order.length - 1] = order.length - 2;
    order[order.length - 2] = order.length - 1;
    return ShapeKernels.transposed(x, order);
  }

  private static Array batchMatMul(Call c) {
    Array a = c.flag("adj_x") ? turned(c.input(0)) : c.input(0);
    Array b = c.flag("adj_y") ? turned(c.input(1)) : c.input(1);
    int[] batch =
        BinaryKernels.stretched(
            Arrays.copyOf(a.shape(), a.rank() - 2), Arrays.copyOf(b.shape(), b.rank() - 2));
    int rows = a.axis(-2);
    int columns = b.axis(-1);
    Array left = stretched(a, batch);
    Array right = stretched(b, batch);
    int[] shape = Arrays.copyOf(batch, batch.length + 2);
    shape[batch.length] = rows;
    shape[batch.length + 1] = columns;
    float[] values = new float[Array.size(shape)];
    int depth = a.axis(-1);
    for (int i = 0; i < Array.size(batch); i++) {
      float[] product =
          product(
              Arrays.copyOfRange(left.values(), i * rows * depth, (i + 1) * rows * depth),
              Arrays.copyOfRange(right.values(), i * depth * columns, (i + 1) * depth * columns),
              rows,
              depth,
              columns);
      System.arraycopy(product, 0, values, i * rows * columns, product.length);
    }
    return Array.of(values, shape);
  }

  private static Array stretched(Array x, int... batch) {
    int[] shape = Arrays.copyOf(batch, batch.length + 2);
    shape[batch.length] = x.axis(-2);
    shape[batch.length + 1] = x.axis(-1);
    return x.pick(BinaryKernels.places(x.shape(), shape), shape);
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
