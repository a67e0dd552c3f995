package org.graft.export.onnx;

import java.util.Arrays;
import java.util.List;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.plan.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.ScalarOp;

/** Rules for what works value by value: ONNX Add, Mul, Relu, Clip, Sigmoid, Tanh, Softmax. */
final class ElementRules {
  private static final float RELU6_LIMIT = 6;

  private ElementRules() {}

  static Flow unary(Op op, Translation translation, String type) {
    Flow in = translation.first(op);
    return translation.builder().flow(type, List.of(in.value()), in.shape());
  }

  /** {@code max(x, 0)}, and at most 6 when it is a Clip. */
  static Flow rectifier(Op op, Translation translation, String type) {
    INDArray cutoff = ((ScalarOp) op.function()).scalar();
    op.require(cutoff == null || cutoff.getDouble(0) == 0, "cuts off elsewhere than at 0");
    if (type.equals("Relu")) {
      return unary(op, translation, type);
    }
    Flow in = translation.first(op);
    GraphBuilder builder = translation.builder();
    List<String> inputs =
        List.of(in.value(), builder.number("min", 0), builder.number("max", RELU6_LIMIT));
    return builder.flow(type, inputs, in.shape());
  }

  /** Over the channels, which are the last axis in SameDiff. */
  static Flow softmax(Op op, Translation translation) {
    Flow in = translation.first(op);
    int axis = Math.toIntExact(op.integers()[0]);
    op.require(axis == -1 || axis == in.shape().rank(), "is not over the last axis");
    return translation
        .builder()
        .flow("Softmax", List.of(in.value()), in.shape(), new Int("axis", in.carriedAxis(axis)));
  }

  /** Two flows, or a flow and a constant; NumPy's broadcasting. */
  static Flow binary(Op op, Translation translation, String type) {
    boolean swapped = translation.isConstant(op.input(0));
    Flow left = translation.flow(op, op.input(swapped ? 1 : 0));
    int other = swapped ? 0 : 1;
    if (translation.isConstant(op.input(other))) {
      INDArray array = carried(op, translation.array(op, other), left.shape());
      String constant = translation.builder().constant(op.input(other), array);
      return translation.builder().flow(type, List.of(left.value(), constant), left.shape());
    }
    Flow right = translation.flow(op, op.input(other));
    Shape shape = broadcast(op, left.shape(), right.shape());
    return translation.builder().flow(type, List.of(left.value(), right.value()), shape);
  }

  /** A vector {@code [C]} beside a map becomes {@code [C, 1, 1]}. */
  private static INDArray carried(Op op, INDArray array, Shape beside) {
    if (array.length() == 1) {
      return array.reshape(new long[0]);
    }
    op.require(
        array.rank() == 1 && array.length() == beside.channels(),
        "reads a constant " + Arrays.toString(array.shape()) + " beside " + beside);
    return beside.isMap() ? array.reshape(array.length(), 1, 1) : array;
  }

  private static Shape broadcast(Op op, Shape left, Shape right) {
    op.require(left.rank() == right.rank(), "joins " + left + " and " + right);
    int[] axes = left.axes();
    for (int i = 0; i < axes.length; i++) {
      int other = right.axis(i);
      op.require(axes[i] == other || axes[i] == 1 || other == 1, "joins " + left + " and " + right);
      axes[i] = axes[i] == 1 ? other : axes[i];
    }
    return new Shape(axes);
  }
}
