package org.graft.export.onnx;

import java.util.Arrays;
import java.util.List;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Real;
import org.graft.plan.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.impl.transforms.custom.ThresholdRelu;

/** Rules for what works value by value: ONNX Add, Mul, Relu, Clip, Erf, Sigmoid, Softmax, …. */
final class ElementRules {
  private static final float RELU6_LIMIT = 6;
  private static final int MAP_RANK = 3;

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

  /** {@code x} where it is above the threshold, else 0. */
  static Flow thresholded(Op op, Translation translation) {
    double threshold = ((ThresholdRelu) op.function()).getCutoff();
    return sloped(op, translation, "ThresholdedRelu", threshold);
  }

  static Flow leaky(Op op, Translation translation) {
    return sloped(op, translation, "LeakyRelu", number(op));
  }

  private static Flow sloped(Op op, Translation translation, String type, double alpha) {
    Flow in = translation.first(op);
    Real attribute = new Real("alpha", (float) alpha);
    return translation.builder().flow(type, List.of(in.value()), in.shape(), attribute);
  }

  static Flow clip(Op op, Translation translation) {
    Flow in = translation.first(op);
    double[] bounds = ((CustomOp) op.function()).tArgs();
    GraphBuilder builder = translation.builder();
    String least = builder.number("min", (float) bounds[0]);
    String most = builder.number("max", (float) bounds[1]);
    return builder.flow("Clip", List.of(in.value(), least, most), in.shape());
  }

  static Flow square(Op op, Translation translation) {
    Flow in = translation.first(op);
    return translation.builder().flow("Mul", List.of(in.value(), in.value()), in.shape());
  }

  static Flow inverseRoot(Op op, Translation translation) {
    Flow in = translation.first(op);
    Flow root = translation.builder().flow("Sqrt", List.of(in.value()), in.shape());
    return translation.builder().flow("Reciprocal", List.of(root.value()), in.shape());
  }

  /** A flow and one number. */
  static Flow scalar(Op op, Translation translation, String type) {
    Flow in = translation.first(op);
    String number = translation.builder().number("number", number(op));
    return translation.builder().flow(type, List.of(in.value(), number), in.shape());
  }

  /** One number minus a flow. */
  static Flow subtractedFrom(Op op, Translation translation) {
    Flow in = translation.first(op);
    String number = translation.builder().number("number", number(op));
    return translation.builder().flow("Sub", List.of(number, in.value()), in.shape());
  }

  private static float number(Op op) {
    return ((ScalarOp) op.function()).scalar().getFloat(0);
  }

  /** Over the channels, which are the last axis in SameDiff. */
  static Flow softmax(Op op, Translation translation, String type) {
    Flow in = translation.first(op);
    int axis = Math.toIntExact(op.integers()[0]);
    op.require(axis == -1 || axis == in.shape().rank(), "is not over the last axis");
    return translation
        .builder()
        .flow(type, List.of(in.value()), in.shape(), new Int("axis", in.carriedAxis(axis)));
  }

  /** Two flows, or a flow and a constant; NumPy's broadcasting. */
  static Flow binary(Op op, Translation translation, String type) {
    boolean swapped = translation.isConstant(op.input(0));
    boolean ordered = type.equals("Sub") || type.equals("Div");
    op.require(!swapped || !ordered, "subtracts from a constant or divides one");
    Flow left = translation.flow(op, op.input(swapped ? 1 : 0));
    int other = swapped ? 0 : 1;
    if (translation.isConstant(op.input(other))) {
      INDArray array = carried(op, translation.array(op, other), left.shape());
      String constant = translation.constant(op, other, array);
      return translation.builder().flow(type, List.of(left.value(), constant), left.shape());
    }
    Flow right = translation.flow(op, op.input(other));
    Shape shape = left.shape().broadcast(right.shape());
    return translation.builder().flow(type, List.of(left.value(), right.value()), shape);
  }

  /** A vector {@code [C]} beside a map becomes {@code [C, 1, 1]}, {@code [H, W, C]} NCHW too. */
  private static INDArray carried(Op op, INDArray array, Shape beside) {
    if (array.length() == 1) {
      return array.reshape(new long[0]);
    }
    if (array.rank() == MAP_RANK && beside.isMap()) {
      return array.permute(2, 0, 1);
    }
    if (array.rank() > 1 && array.rank() == beside.rank()) {
      return array;
    }
    op.require(
        array.rank() == 1 && array.length() == beside.channels(),
        "reads a constant " + Arrays.toString(array.shape()) + " beside " + beside);
    return beside.isMap() ? array.reshape(array.length(), 1, 1) : array;
  }
}
