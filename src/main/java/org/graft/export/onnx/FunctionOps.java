package org.graft.export.onnx;

import java.util.List;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Real;
import org.nd4j.linalg.api.ops.impl.transforms.custom.ThresholdRelu;
import org.nd4j.linalg.factory.Nd4j;

/** Functions of single values, and softmax, as ND4J computes them. */
final class FunctionOps {
  private FunctionOps() {}

  /** Halves away from 0, where ONNX takes the even neighbour. */
  static String round(OpTranslation step) {
    String moved = step.node("Add", step.node("Abs", step.ins()), step.number(0.5));
    String whole = step.node("Floor", moved);
    return step.node("Mul", step.node("Sign", step.ins()), whole);
  }

  static String clip(OpTranslation step, double least, double most) {
    return step.node("Clip", step.in(0), step.number(least), step.number(most));
  }

  /** The greater of a value and the cutoff. */
  static String relu(OpTranslation step) {
    float cutoff = step.op().number();
    return cutoff == 0
        ? step.node("Relu", step.ins())
        : step.node("Max", step.in(0), step.number(cutoff));
  }

  static String relu6(OpTranslation step) {
    step.op().require(step.op().number() == 0, "cuts off elsewhere than at 0");
    return clip(step, 0, 6);
  }

  static String thresholded(OpTranslation step) {
    return sloped(step, "ThresholdedRelu", ((ThresholdRelu) step.op().function()).getCutoff());
  }

  static String sloped(OpTranslation step, String type, double alpha) {
    return step.node(type, step.ins(), new Real("alpha", (float) alpha));
  }

  /** What values below 0 come close to. */
  static double alpha(OpTranslation step) {
    double[] reals = step.op().reals();
    return reals.length == 0 ? 1 : reals[0];
  }

  /** {@code x * sigmoid(1.702 x)}. */
  static String gelu(OpTranslation step) {
    String scaled = step.node("Mul", step.in(0), step.number(1.702));
    return step.node("Mul", step.in(0), step.node("Sigmoid", scaled));
  }

  /** {@code 0.5 x (1 + tanh(sqrt(2 / pi) (x + (0.044715 x)^3)))}, as ND4J has it. */
  static String preciseGelu(OpTranslation step) {
    String small = step.node("Mul", step.in(0), step.number(0.044715));
    String square = step.node("Mul", small, small);
    String cubic = step.node("Mul", square, small);
    String sum = step.node("Add", step.in(0), cubic);
    String scaled = step.node("Mul", sum, step.number(Math.sqrt(2 / Math.PI)));
    String tanh = step.node("Tanh", scaled);
    String half = step.node("Mul", step.in(0), step.number(0.5));
    return step.node("Mul", half, step.node("Add", tanh, step.number(1)));
  }

  /** What lies above 0 and what lies below it, side by side. */
  static String doubleRelu(OpTranslation step) {
    Seen in = step.seen(0);
    String above = step.node("Relu", in.axes(), step.ins());
    String negative = step.node("Neg", in.axes(), step.ins());
    String below = step.node("Relu", in.axes(), List.of(negative));
    return step.node("Concat", List.of(above, below), new Int("axis", in.rank() - 1));
  }

  static String step(OpTranslation step) {
    List<String> inputs = List.of(step.in(0), step.number(step.op().number()));
    List<Dimension> axes = step.made(0).axes();
    return cast(step, step.builder().node(Element.BOOL, "Greater", inputs, axes));
  }

  static String softmax(OpTranslation step, String type) {
    int axis = step.seen(0).place(step.op().integer(0, -1));
    return step.node(type, step.ins(), new Int("axis", axis));
  }

  static String cast(OpTranslation step) {
    return cast(step, step.in(0));
  }

  private static String cast(OpTranslation step, String value) {
    return step.node("Cast", List.of(value), new Int("to", step.made(0).element().code()));
  }

  /** One number wherever the input has one. */
  static String filled(OpTranslation step, double number) {
    String shape =
        step.builder().list(Element.INT64, "Shape", List.of(step.in(0)), step.seen(0).rank());
    String constant =
        step.builder().array("number", Nd4j.scalar(step.made(0).element().dataType(), number));
    return step.node("Expand", constant, shape);
  }
}
