package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.graft.export.onnx.OnnxGraph.Attribute;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Real;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Values brought to mean 0 and variance 1, or to a length. */
final class NormOps {
  /** What ND4J adds to deviations. */
  private static final double EPSILON = 1e-12;

  private NormOps() {}

  /** Over the last axis by ONNX' own operator, over others step by step. */
  static String layerNorm(OpTranslation step) {
    int[] axes = normed(step);
    Seen in = step.seen(0);
    boolean first = step.op().flag(0);
    int channels = first ? 1 : in.rank() - 1;
    if (Arrays.equals(axes, new int[] {in.rank() - 1}) && channels == in.rank() - 1) {
      Int axis = new Int("axis", in.rank() - 1);
      Real epsilon = new Real("epsilon", (float) EPSILON);
      return step.node("LayerNormalization", step.ins(), axis, epsilon);
    }
    String scaled = step.node("Mul", standardized(step, axes), column(step, 1, channels));
    return step.inputs() < 3 ? scaled : step.node("Add", scaled, column(step, 2, channels));
  }

  private static int[] normed(OpTranslation step) {
    int[] axes =
        Arrays.stream(step.op().integers()).mapToInt(step.seen(0)::place).sorted().toArray();
    step.op().require(axes.length > 0, "does not say its axes");
    return axes;
  }

  /** A vector beside the axis of channels. */
  private static String column(OpTranslation step, int input, int axis) {
    int behind = step.seen(0).rank() - 1 - axis;
    List<Dimension> axes = new ArrayList<>(Collections.nCopies(behind, Dimension.of(1)));
    axes.add(0, step.seen(input).axis(0));
    return behind == 0
        ? step.in(input)
        : ShapeOps.reshaped(step, step.in(input), step.seen(input).axes(), axes);
  }

  static String standardized(OpTranslation step) {
    return standardized(step, normed(step));
  }

  private static String standardized(OpTranslation step, int... axes) {
    List<Dimension> kept = ReductionOps.kept(step, axes);
    String centred = ReductionOps.centred(step, axes);
    String squares = step.node("Mul", step.seen(0).axes(), List.of(centred, centred));
    String variance = ReductionOps.reduce(step, "ReduceMean", squares, axes, kept, true);
    String deviation = step.node("Sqrt", kept, List.of(variance));
    String least = step.node("Add", kept, List.of(deviation, step.number(EPSILON)));
    return step.node("Div", centred, least);
  }

  /** A constant scale and shift of each channel. */
  static String batchNorm(OpTranslation step) {
    boolean scales = step.op().integer(0, 0) == 1;
    boolean shifts = step.op().integer(1, 0) == 1;
    int axis = step.seen(0).place(step.op().integer(2, -1));
    step.op().require(step.op().integers().length <= 3, "is over several axes");
    INDArray scale = Transforms.pow(step.array(2).add(step.op().reals()[0]), -0.5);
    scale = scales ? scale.mul(step.array(3)) : scale;
    INDArray shift = step.array(1).mul(scale).neg();
    shift = shifts ? shift.add(step.array(scales ? 4 : 3)) : shift;
    long[] column = new long[step.seen(0).rank() - axis];
    Arrays.fill(column, 1);
    column[0] = scale.length();
    String factor = step.builder().array("scale", scale.reshape(column));
    String scaled = step.node("Mul", step.in(0), factor);
    return step.node("Add", scaled, step.builder().array("shift", shift.reshape(column)));
  }

  /** No longer than a length along axes. */
  static String clippedByNorm(OpTranslation step) {
    int[] axes = ReductionOps.axes(step);
    double most = step.op().reals()[0];
    List<Dimension> kept = ReductionOps.kept(step, axes);
    String length = ReductionOps.reduce(step, "ReduceL2", step.in(0), axes, kept, true);
    String longer = step.node("Max", kept, List.of(length, step.number(most)));
    String share = step.node("Div", kept, List.of(step.number(most), longer));
    return step.node("Mul", step.in(0), share);
  }

  static String localResponse(OpTranslation step) {
    double[] reals = step.op().reals();
    step.op().require(step.seen(0).rank() == 4, "is not over maps");
    List<Attribute> settings = localResponse(step.op().integer(0, 1), reals[0], reals[1], reals[2]);
    return ShapeOps.around(step, true, "LRN", List.of(), settings);
  }

  /** ONNX counts channels on both sides at once, and means their squares. */
  static List<Attribute> localResponse(long radius, double bias, double alpha, double beta) {
    long size = 2 * radius + 1;
    return List.of(
        new Int("size", size),
        new Real("bias", (float) bias),
        new Real("alpha", (float) (alpha * size)),
        new Real("beta", (float) beta));
  }
}
