package org.graft.export.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.plan.Shape;

/**
 * ONNX Reshape, in SameDiff's order of values: a map of more than one cell is turned to {@code
 * [batch, height, width, channels]} before, and such a map turned back after.
 */
final class ReshapeRule {
  /** In SameDiff's arguments, stands before a shape and says: in C order. */
  private static final long C_ORDER = -99;

  /** In ONNX's target shape: as in the input. */
  private static final long SAME_BATCH = 0;

  private ReshapeRule() {}

  static Flow reshape(Op op, Translation translation) {
    Flow in = translation.first(op);
    Shape target = target(op, in);
    GraphBuilder builder = translation.builder();
    String value = in.value();
    if (!in.isFlat()) {
      Ints perm = new Ints("perm", Flow.TO_NHWC);
      value = builder.node("Transpose", List.of(value), Flow.natural(in.shape()), perm);
    }
    if (new Flow(value, target).isFlat()) {
      return builder.flow("Reshape", List.of(value, axes(builder, Flow.carried(target))), target);
    }
    List<OnnxGraph.Dimension> natural = Flow.natural(target);
    value = builder.node("Reshape", List.of(value, axes(builder, natural)), natural);
    return builder.flow("Transpose", List.of(value), target, new Ints("perm", Flow.TO_NCHW));
  }

  private static String axes(GraphBuilder builder, List<OnnxGraph.Dimension> dimensions) {
    long[] axes = dimensions.stream().mapToLong(OnnxGraph.Dimension::length).toArray();
    axes[0] = SAME_BATCH;
    return builder.integers("shape", axes);
  }

  private static Shape target(Op op, Flow in) {
    long[] integers = op.integers();
    long[] axes = LongStream.of(integers).skip(integers[0] == C_ORDER ? 1 : 0).toArray();
    op.require(
        axes.length > 1 && axes[0] == -1 && LongStream.of(axes).skip(1).allMatch(a -> a > 0),
        "reshapes to " + Arrays.toString(axes) + ", not to one fixed shape for each image");
    Shape target = new Shape(LongStream.of(axes).skip(1).mapToInt(Math::toIntExact).toArray());
    op.require(target.size() == in.shape().size(), "makes " + target + " of " + in.shape());
    return target;
  }
}
