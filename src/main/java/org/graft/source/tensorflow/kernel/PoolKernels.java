package org.graft.source.tensorflow.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.protobuf.ByteString;
import org.tensorflow.framework.AttrValue;

/** The greatest or the mean value of each window; places outside the map do not count. */
final class PoolKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put("MaxPool", Kernel.of(c -> pool(c, c.integers("ksize"), true)));
    TABLE.put("AvgPool", Kernel.of(c -> pool(c, c.integers("ksize"), false)));
    TABLE.put("MaxPoolV2", Kernel.of(PoolKernels::maxPoolV2));
  }

  private PoolKernels() {}

  /** Window and strides come as arrays. */
  private static Array maxPoolV2(Call c) {
    Map<String, AttrValue> attributes = new HashMap<>(c.attributes());
    attributes.put("strides", list(c.input(2)));
    attributes.putIfAbsent(
        "data_format", AttrValue.newBuilder().setS(ByteString.copyFromUtf8("NHWC")).build());
    Call stated = new Call(c.op(), attributes, List.of(c.input(0)));
    return pool(stated, ShapeKernels.whole(c.input(1)), true);
  }

  private static AttrValue list(Array numbers) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    for (long number : numbers.numbers()) {
      list.addI(number);
    }
    return AttrValue.newBuilder().setList(list).build();
  }

  private static Array pool(Call c, int[] ksize, boolean greatest) {
    int[] size = BorderKernels.spatial(c, ksize);
    return ConvolutionKernels.inLayout(
        c, (call, x) -> pool(x, Geometry.of(c, x.axis(1), x.axis(2), size), greatest));
  }

  private static Array pool(Array x, Geometry g, boolean greatest) {
    int channels = x.axis(3);
    int[] shape = {x.axis(0), g.rows(), g.columns(), channels};
    float[] values = new float[Array.size(shape)];
    for (int cell = 0; cell < values.length / Math.max(1, channels); cell++) {
      int image = cell / (g.rows() * g.columns());
      int row = cell / g.columns() % g.rows();
      int column = cell % g.columns();
      for (int channel = 0; channel < channels; channel++) {
        double found = greatest ? Double.NEGATIVE_INFINITY : 0;
        int seen = 0;
        for (int tap = 0; tap < g.size()[0] * g.size()[1]; tap++) {
          int y = g.row(row, tap / g.size()[1]);
          int z = g.column(column, tap % g.size()[1]);
          if (y >= 0 && y < x.axis(1) && z >= 0 && z < x.axis(2)) {
            float value =
                x.values()[((image * x.axis(1) + y) * x.axis(2) + z) * channels + channel];
            found = greatest ? Math.max(found, value) : found + value;
            seen++;
          }
        }
        values[cell * channels + channel] = (float) (greatest ? found : found / seen);
      }
    }
    return Array.of(values, shape);
  }
}
