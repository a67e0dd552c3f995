package org.graft.source.tensorflow.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
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
    for (long axis : c.input(1).numbers()) {
      gone[x.place(axis)] = true;
    }
    int[] kept = x.shape().clone();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = gone[i] ? 1 : kept[i];
    }
    double[] results = new double[Array.size(kept)];
    Arrays.fill(results, start);
    int[] places = BinaryKernels.places(kept, x.shape());
    for (int i = 0; i < places.length; i++) {
      results[places[i]] = operator.applyAsDouble(results[places[i]], x.at(i));
    }
    double count = c.op().equals("Mean") ? (double) x.size() / results.length : 1;
    int[] shape =
        c.flag("keep_dims")
            ? kept
            : IntStream.range(0, kept.length).filter(i -> !gone[i]).map(i -> kept[i]).toArray();
    return typed(x, results, count, shape);
  }

  private static Array typed(Array x, double[] results, double count, int... shape) {
    if (x.isFloat()) {
      float[] values = new float[results.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (results[i] / count);
      }
      return Array.of(values, shape);
    }
    return Array.of(
        x.type(), Arrays.stream(results).mapToLong(r -> (long) (r / count)).toArray(), shape);
  }

  private static Array argMax(Call c) {
    Array x = c.input(0);
    int axis = x.place(c.input(1).numbers()[0]);
    int stride = Array.strides(x.shape())[axis];
    List<Integer> shape = new ArrayList<>(Arrays.stream(x.shape()).boxed().toList());
    shape.remove(axis);
    int[] kept = shape.stream().mapToInt(Integer::intValue).toArray();
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
