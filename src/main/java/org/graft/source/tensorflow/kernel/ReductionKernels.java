package org.graft.source.tensorflow.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.tensorflow.framework.DataType;

/** Operations that make one value of all along some axes. */
final class ReductionKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    line("Sum", 0, Double::sum);
    line("Prod", 1, (a, b) -> a * b);
    line("Max", Double.NEGATIVE_INFINITY, Math::max);
    line("Min", Double.POSITIVE_INFINITY, Math::min);
    line("All", 1, Math::min);
    line("Any", 0, Math::max);
    line("Mean", 0, Double::sum);
    TABLE.put("ArgMax", Kernel.of(ReductionKernels::argMax));
  }

  private ReductionKernels() {}

  private static void line(String op, double start, DoubleBinaryOperator operator) {
    TABLE.put(op, Kernel.of(c -> reduced(c, start, operator)));
  }

  private static Array reduced(Call c, double start, DoubleBinaryOperator operator) {
    Array x = c.input(0);
    boolean[] gone = new boolean[x.rank()];
    int[] kept = x.shape().clone();
    for (long axis : c.input(1).numbers()) {
      gone[x.place(axis)] = true;
      kept[x.place(axis)] = 1;
    }
    double[] results = new double[Array.size(kept)];
    Arrays.fill(results, start);
    int[] places = BinaryKernels.places(kept, x.shape());
    for (int i = 0; i < places.length; i++) {
      results[places[i]] = operator.applyAsDouble(results[places[i]], x.at(i));
    }
    double count = c.op().equals("Mean") ? (double) x.size() / results.length : 1;
    int[] shape = c.flag("keep_dims") ? kept : x.axes(i -> !gone[i]);
    return x.isFloat()
        ? Array.floats(shape, i -> results[i] / count)
        : Array.wholes(x.type(), shape, i -> (long) (results[i] / count));
  }

  private static Array argMax(Call c) {
    Array x = c.input(0);
    int axis = x.place(c.input(1).numbers()[0]);
    int stride = Array.strides(x.shape())[axis];
    int[] kept = x.axes(i -> i != axis);
    long[] found = new long[Array.size(kept)];
    for (int i = 0; i < found.length; i++) {
      int first = i / stride * stride * x.axis(axis) + i % stride;
      for (int k = 1; k < x.axis(axis); k++) {
        if (x.at(first + k * stride) > x.at(first + (int) found[i] * stride)) {
          found[i] = k;
        }
      }
    }
    return Array.of(DataType.DT_INT64, found, kept);
  }
}
