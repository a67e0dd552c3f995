package org.graft.source.tensorflow.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The greatest or the mean value of each window; places outside the map do not count. */
final class PoolKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put("MaxPool", Kernel.of(c -> pool(c, c.integers("ksize"), c.integers("strides"), true)));
    TABLE.put(
        "AvgPool", Kernel.of(c -> pool(c, c.integers("ksize"), c.integers("strides"), false)));
    TABLE.put(
        "MaxPoolV2",
        Kernel.of(
            c -> pool(c, ShapeKernels.whole(c.input(1)), ShapeKernels.whole(c.input(2)), true)));
  }

  private PoolKernels() {}

  private static Array pool(Call c, int[] ksize, int[] strides, boolean greatest) {
    int[] size = BorderKernels.spatial(c, ksize);
    return BorderKernels.inLayout(
        c, c.input(0), x -> pool(x, Geometry.of(c, x.axis(1), x.axis(2), size, strides), greatest));
  }

  private static Array pool(Array x, Geometry g, boolean greatest) {
    int channels = x.axis(3);
    int[] shape = g.shape(x.axis(0), channels);
    float[] values = new float[Array.size(shape)];
    for (int cell = 0; cell < values.length / Math.max(1, channels); cell++) {
      int[] seen = IntStream.of(g.seen(cell)).filter(place -> place >= 0).toArray();
      for (int channel = 0; channel < channels; channel++) {
        double found = greatest ? Double.NEGATIVE_INFINITY : 0;
        for (int place : seen) {
          float value = x.values()[place * channels + channel];
          found = greatest ? Math.max(found, value) : found + value;
        }
        values[cell * channels + channel] = (float) (greatest ? found : found / seen.length);
      }
    }
    return Array.of(values, shape);
  }
}
