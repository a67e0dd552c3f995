package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Int;

/** Arithmetic and comparisons of values that stand in the same place. */
final class ArithmeticOps {
  private ArithmeticOps() {}

  /** With one number behind. */
  static String scalar(OpTranslation step, String type) {
    return step.node(type, List.of(step.in(0), step.number(step.op().number())));
  }

  /** With one number before. */
  static String reversed(OpTranslation step, String type) {
    return step.node(type, List.of(step.number(step.op().number()), step.in(0)));
  }

  static String squaredDifference(OpTranslation step) {
    String difference = step.node("Sub", step.ins());
    return step.node("Mul", difference, difference);
  }

  /** {@code x - floor(x / y) y}. */
  static String floorRest(OpTranslation step) {
    String whole = step.node("Floor", step.node("Div", step.ins()));
    return step.node("Sub", step.in(0), step.node("Mul", whole, step.in(1)));
  }

  /** With the sign of what is divided. */
  static String rest(OpTranslation step) {
    String number = step.number(step.op().number());
    return step.node("Mod", List.of(step.in(0), number), new Int("fmod", 1));
  }

  /** A number for each channel, which are the last axis unless the flag says: the second. */
  static String biasAdd(OpTranslation step) {
    if (!step.op().flag(0)) {
      return step.node("Add", step.ins());
    }
    Dimension channels = step.seen(1).axis(0);
    List<Dimension> axes =
        new ArrayList<>(Collections.nCopies(step.seen(0).rank() - 1, Dimension.of(1)));
    axes.set(0, channels);
    String column = ShapeOps.reshaped(step, step.in(1), step.seen(1).axes(), axes);
    return step.node("Add", step.in(0), column);
  }
}
