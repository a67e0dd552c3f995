package org.graft.source.tensorflow.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.tensorflow.framework.DataType;

/** Operations of two or three arrays value by value, stretched to each other as NumPy does. */
final class BinaryKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    both("Add", Double::sum, Long::sum);
    both("AddV2", Double::sum, Long::sum);
    both("Sub", (a, b) -> a - b, (a, b) -> a - b);
    both("Mul", (a, b) -> a * b, (a, b) -> a * b);
    both("Div", (a, b) -> a / b, (a, b) -> a / b);
    both("FloorDiv", (a, b) -> Math.floor(a / b), Math::floorDiv);
    both("FloorMod", (a, b) -> a - Math.floor(a / b) * b, Math::floorMod);
    both("Maximum", Math::max, Math::max);
    both("Minimum", Math::min, Math::min);
    both("SquaredDifference", (a, b) -> (a - b) * (a - b), (a, b) -> (a - b) * (a - b));
    floats("RealDiv", (a, b) -> a / b);
    floats("DivNoNan", (a, b) -> b == 0 ? 0 : a / b);
    floats("Pow", Math::pow);
    truth("Greater", (a, b) -> a > b ? 1 : 0);
    truth("GreaterEqual", (a, b) -> a >= b ? 1 : 0);
    truth("Less", (a, b) -> a < b ? 1 : 0);
    truth("LessEqual", (a, b) -> a <= b ? 1 : 0);
    truth("Equal", (a, b) -> a == b ? 1 : 0);
    truth("NotEqual", (a, b) -> a != b ? 1 : 0);
    truth("LogicalAnd", (a, b) -> a * b);
    truth("LogicalOr", Math::max);
    TABLE.put("BiasAdd", Kernel.of(BinaryKernels::bias));
    TABLE.put("AddN", Kernel.of(BinaryKernels::sum));
    TABLE.put("ClipByValue", Kernel.of(BinaryKernels::clip));
    TABLE.put("Select", Kernel.of(BinaryKernels::select));
    TABLE.put("SelectV2", Kernel.of(BinaryKernels::select));
  }

  private BinaryKernels() {}

  private static void floats(String op, DoubleBinaryOperator operator) {
    TABLE.put(op, Kernel.of(c -> joined(c.input(0), c.input(1), operator)));
  }

  private static void both(String op, DoubleBinaryOperator real, LongBinaryOperator whole) {
    TABLE.put(
        op,
        Kernel.of(
            c ->
                c.input(0).isFloat()
                    ? joined(c.input(0), c.input(1), real)
                    : whole(c.input(0), c.input(1), whole)));
  }

  private static void truth(String op, DoubleBinaryOperator operator) {
    TABLE.put(op, Kernel.of(c -> compared(c.input(0), c.input(1), operator)));
  }

  private static Array joined(Array a, Array b, DoubleBinaryOperator operator) {
    int[] shape = stretched(a.shape(), b.shape());
    int[] left = places(a.shape(), shape);
    int[] right = places(b.shape(), shape);
    return Array.floats(
        shape, i -> operator.applyAsDouble(a.values()[left[i]], b.values()[right[i]]));
  }

  private static Array whole(Array a, Array b, LongBinaryOperator operator) {
    int[] shape = stretched(a.shape(), b.shape());
    int[] left = places(a.shape(), shape);
    int[] right = places(b.shape(), shape);
    return Array.wholes(
        a.type(),
        shape,
        i ->
            UnaryKernels.wrapped(
                operator.applyAsLong(a.numbers()[left[i]], b.numbers()[right[i]]), a.type()));
  }

  private static Array compared(Array a, Array b, DoubleBinaryOperator operator) {
    int[] shape = stretched(a.shape(), b.shape());
    int[] left = places(a.shape(), shape);
    int[] right = places(b.shape(), shape);
    return Array.wholes(
        DataType.DT_BOOL, shape, i -> (long) operator.applyAsDouble(a.at(left[i]), b.at(right[i])));
  }

  private static Array bias(Call c) {
    Array x = c.input(0);
    Array bias = c.input(1);
    return joined(x, along(x, c.channelsFirst() ? 1 : x.rank() - 1, bias), Double::sum);
  }

  /** Values for the places along one axis of {@code x}. */
  private static Array along(Array x, int axis, Array values) {
    int[] shape = new int[x.rank()];
    Arrays.fill(shape, 1);
    shape[axis] = values.size();
    return values.shaped(shape);
  }

  private static Array sum(Call c) {
    Array sum = c.input(0);
    for (Array next : c.inputs().subList(1, c.inputs().size())) {
      sum = joined(sum, next, Double::sum);
    }
    return sum;
  }

  private static Array clip(Call c) {
    return joined(joined(c.input(0), c.input(1), Math::max), c.input(2), Math::min);
  }

  /** {@code Select} of TensorFlow 1 takes one condition an example, too. */
  private static Array select(Call c) {
    Array condition = c.input(0);
    Array a = c.input(1);
    Array b = c.input(2);
    if (c.op().equals("Select") && condition.rank() == 1 && a.rank() > 1) {
      condition = along(a, 0, condition);
    }
    int[] shape = stretched(stretched(a.shape(), b.shape()), condition.shape());
    int[] which = places(condition.shape(), shape);
    Array left = ShapeKernels.stretched(a, shape);
    Array right = ShapeKernels.stretched(b, shape);
    return PartKernels.chosen(left, right, i -> c.input(0).numbers()[which[i]] != 0);
  }

  /** The shape that both are stretched to. */
  static int[] stretched(int[] a, int... b) {
    int[] shape = new int[Math.max(a.length, b.length)];
    for (int i = 1; i <= shape.length; i++) {
      int first = i > a.length ? 1 : a[a.length - i];
      int second = i > b.length ? 1 : b[b.length - i];
      if (first != second && first != 1 && second != 1) {
        throw new IllegalArgumentException(
            Arrays.toString(a) + " and " + Arrays.toString(b) + " do not go together");
      }
      shape[shape.length - i] = first == 1 ? second : first;
    }
    return shape;
  }

  /** Where each value of the stretched shape comes from. */
  static int[] places(int[] from, int... to) {
    int[] strides = Array.strides(from);
    int[] steps = new int[to.length];
    for (int i = 0; i < from.length; i++) {
      steps[to.length - from.length + i] = from[i] == 1 ? 0 : strides[i];
    }
    return ShapeKernels.places(0, steps, to);
  }
}
