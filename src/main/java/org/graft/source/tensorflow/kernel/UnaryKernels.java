package org.graft.source.tensorflow.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.tensorflow.framework.DataType;

/** Operations of each value by itself, computed in double precision and rounded to float32. */
final class UnaryKernels {
  /** As {@code tf.nn.selu} has them (Klambauer et al., 2017). */
  private static final double SELU_SCALE = 1.0507009873554805;

  private static final double SELU_ALPHA = 1.6732632423543772;

  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    floats("Relu", x -> Math.max(x, 0));
    floats("Relu6", x -> Math.min(Math.max(x, 0), 6));
    floats("Elu", x -> x < 0 ? Math.expm1(x) : x);
    floats("Selu", x -> SELU_SCALE * (x < 0 ? SELU_ALPHA * Math.expm1(x) : x));
    floats("Softplus", x -> x > 30 ? x : Math.log1p(Math.exp(x)));
    floats("Softsign", x -> x / (1 + Math.abs(x)));
    floats("Sigmoid", x -> 1 / (1 + Math.exp(-x)));
    floats("Tanh", Math::tanh);
    floats("Exp", Math::exp);
    floats("Expm1", Math::expm1);
    floats("Log", Math::log);
    floats("Log1p", Math::log1p);
    floats("Sqrt", Math::sqrt);
    floats("Rsqrt", x -> 1 / Math.sqrt(x));
    floats("Reciprocal", x -> 1 / x);
    floats("Inv", x -> 1 / x);
    floats("Erf", Erf::erf);
    floats("Erfc", Erf::erfc);
    floats("Floor", Math::floor);
    floats("Ceil", Math::ceil);
    floats("Round", Math::rint);
    floats("Rint", Math::rint);
    floats("Sin", Math::sin);
    floats("Cos", Math::cos);
    any("Neg", x -> -x);
    any("Abs", Math::abs);
    any("Sign", Math::signum);
    any("Square", x -> x * x);
    for (String same :
        List.of(
            "Identity",
            "StopGradient",
            "Snapshot",
            "CheckNumerics",
            "PlaceholderWithDefault",
            "ReadVariableOp")) {
      TABLE.put(same, Kernel.of(c -> c.input(0)));
    }
    TABLE.put("LeakyRelu", Kernel.of(UnaryKernels::leakyRelu));
    TABLE.put("Softmax", Kernel.of(c -> softmax(c.input(0), false)));
    TABLE.put("LogSoftmax", Kernel.of(c -> softmax(c.input(0), true)));
    TABLE.put("LogicalNot", Kernel.of(c -> not(c.input(0))));
    TABLE.put("Cast", Kernel.of(UnaryKernels::cast));
  }

  private UnaryKernels() {}

  private static void floats(String op, DoubleUnaryOperator operator) {
    TABLE.put(op, Kernel.of(c -> mapped(c.input(0), operator)));
  }

  private static void any(String op, DoubleUnaryOperator operator) {
    TABLE.put(
        op,
        Kernel.of(
            c ->
                c.input(0).isFloat() ? mapped(c.input(0), operator) : whole(c.input(0), operator)));
  }

  private static Array mapped(Array x, DoubleUnaryOperator operator) {
    float[] values = x.values();
    return Array.floats(x.shape(), i -> operator.applyAsDouble(values[i]));
  }

  private static Array whole(Array x, DoubleUnaryOperator operator) {
    return Array.wholes(
        x.type(), x.shape(), i -> (long) operator.applyAsDouble((double) x.numbers()[i]));
  }

  private static Array leakyRelu(Call c) {
    double slope = c.number("alpha");
    return mapped(c.input(0), x -> x < 0 ? slope * x : x);
  }

  /** Over the last axis. */
  private static Array softmax(Array x, boolean logarithm) {
    float[] values = x.values().clone();
    int length = x.axis(-1);
    for (int from = 0; from < values.length; from += length) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int i = from; i < from + length; i++) {
        greatest = Math.max(greatest, values[i]);
      }
      double sum = 0;
      for (int i = from; i < from + length; i++) {
        sum += Math.exp(values[i] - greatest);
      }
      for (int i = from; i < from + length; i++) {
        double shifted = values[i] - greatest;
        values[i] = (float) (logarithm ? shifted - Math.log(sum) : Math.exp(shifted) / sum);
      }
    }
    return Array.of(values, x.shape());
  }

  private static Array not(Array x) {
    return Array.wholes(DataType.DT_BOOL, x.shape(), i -> 1 - x.numbers()[i]);
  }

  private static Array cast(Call c) {
    Array x = c.input(0);
    DataType type = c.type("DstT");
    if (isFloat(type)) {
      return Array.floats(x.shape(), x::at);
    }
    return Array.wholes(
        type,
        x.shape(),
        type == DataType.DT_BOOL
            ? i -> x.at(i) == 0 ? 0 : 1
            : i -> wrapped(x.isFloat() ? (long) x.values()[i] : x.numbers()[i], type));
  }

  static boolean isFloat(DataType type) {
    return switch (type) {
      case DT_FLOAT, DT_HALF, DT_BFLOAT16, DT_DOUBLE -> true;
      default -> false;
    };
  }

  /** A whole number as a narrower type keeps it. */
  static long wrapped(long value, DataType type) {
    return switch (type) {
      case DT_UINT8 -> value & 0xff;
      case DT_INT8 -> (byte) value;
      case DT_INT16 -> (short) value;
      case DT_UINT16 -> value & 0xffff;
      case DT_INT32 -> (int) value;
      case DT_INT64, DT_BOOL -> value;
      default -> throw new IllegalArgumentException("values of type " + type + " are not read");
    };
  }
}
