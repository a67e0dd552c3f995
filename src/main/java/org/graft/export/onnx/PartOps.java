package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Text;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Parts of arrays, and arrays of parts. */
final class PartOps {
  /** Of a strided slice: masks before the places of each axis. */
  private static final int MASKS = 5;

  private static final int BEGINS = 0;
  private static final int ELLIPSES = 1;
  private static final int ENDS = 2;
  private static final int NEW_AXES = 3;
  private static final int LOST_AXES = 4;

  private PartOps() {}

  /** By places that are constant, in the arguments or not, or by some that are computed. */
  static String gather(OpTranslation step) {
    long[] integers = step.op().integers();
    String places =
        integers.length > 1
            ? step.integers("places", Arrays.copyOfRange(integers, 1, integers.length))
            : step.in(1);
    int axis = step.seen(0).place(step.op().integer(0, 0));
    return step.node("Gather", List.of(step.in(0), places), new Int("axis", axis));
  }

  static String slice(OpTranslation step) {
    int rank = step.seen(0).rank();
    long[] integers = step.op().integers();
    step.op().require(integers.length == 2 * rank, "reads where to begin from another variable");
    long[] from = Arrays.copyOf(integers, rank);
    long[] to = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      long size = integers[rank + axis];
      to[axis] = size < 0 ? Long.MAX_VALUE : from[axis] + size;
    }
    return step.node("Slice", step.in(0), step.integers("starts", from), step.integers("ends", to));
  }

  /** With steps; axes of which one place is taken may go. */
  static String stridedSlice(OpTranslation step) {
    int rank = step.seen(0).rank();
    SameDiffOperation op = step.op();
    op.require(op.integers().length == MASKS + 3 * rank, "does not say places of every axis");
    op.require(op.integer(ELLIPSES, 0) == 0 && op.integer(NEW_AXES, 0) == 0, "makes axes");
    long[] from = new long[rank];
    long[] to = new long[rank];
    long[] steps = new long[rank];
    List<Dimension> axes = new ArrayList<>(step.made(0).axes());
    List<Long> lost = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      steps[axis] = op.integer(MASKS + 2 * rank + axis, 1);
      boolean back = steps[axis] < 0;
      from[axis] =
          isSet(op, BEGINS, axis) ? (back ? Long.MAX_VALUE : 0) : op.integer(MASKS + axis, 0);
      boolean open = isSet(op, ENDS, axis);
      to[axis] =
          open ? (back ? Long.MIN_VALUE : Long.MAX_VALUE) : op.integer(MASKS + rank + axis, 0);
      if (isSet(op, LOST_AXES, axis)) {
        to[axis] = from[axis] == -1 ? Long.MAX_VALUE : from[axis] + 1;
        axes.add(axis, Dimension.of(1));
        lost.add((long) axis);
      }
    }
    String part = sliced(step, axes, from, to, steps);
    return lost.isEmpty()
        ? part
        : step.node(
            "Squeeze", part, step.integers("axes", lost.stream().mapToLong(a -> a).toArray()));
  }

  private static boolean isSet(SameDiffOperation op, int mask, int axis) {
    return (op.integer(mask, 0) >> axis & 1) == 1;
  }

  private static String sliced(
      OpTranslation step, List<Dimension> axes, long[] from, long[] to, long... steps) {
    long[] all = IntStream.range(0, from.length).asLongStream().toArray();
    List<String> inputs =
        List.of(
            step.in(0),
            step.integers("starts", from),
            step.integers("ends", to),
            step.integers("axes", all),
            step.integers("steps", steps));
    return step.node("Slice", axes, inputs);
  }

  static String reversed(OpTranslation step) {
    int rank = step.seen(0).rank();
    long[] from = new long[rank];
    long[] to = new long[rank];
    long[] steps = new long[rank];
    Arrays.fill(to, Long.MAX_VALUE);
    Arrays.fill(steps, 1);
    for (int axis : ReductionOps.axes(step)) {
      from[axis] = -1;
      to[axis] = Long.MIN_VALUE;
      steps[axis] = -1;
    }
    return sliced(step, step.made(0).axes(), from, to, steps);
  }

  /** In equal parts. */
  static List<String> split(OpTranslation step) {
    int axis = step.seen(0).place(step.op().integer(1, 0));
    return parts(step, List.of(step.in(0)), axis, made(step));
  }

  static List<String> splitBySizes(OpTranslation step) {
    int axis = step.seen(0).place(step.op().integer(0, 0));
    long[] sizes = step.array(1).toLongVector();
    return parts(step, List.of(step.in(0), step.integers("sizes", sizes)), axis, made(step));
  }

  private static List<List<Dimension>> made(OpTranslation step) {
    return IntStream.range(0, step.op().outputs().size())
        .mapToObj(i -> step.made(i).axes())
        .toList();
  }

  private static List<String> parts(
      OpTranslation step, List<String> inputs, int axis, List<List<Dimension>> shapes) {
    return step.builder()
        .nodes(step.made(0).element(), "Split", inputs, shapes, new Int("axis", axis));
  }

  /** One for each place of an axis, without it. */
  static List<String> unstack(OpTranslation step) {
    int axis = step.seen(0).place(step.op().integer(0, 0));
    List<List<Dimension>> shapes = new ArrayList<>();
    for (List<Dimension> axes : made(step)) {
      List<Dimension> kept = new ArrayList<>(axes);
      kept.add(axis, Dimension.of(1));
      shapes.add(kept);
    }
    List<String> places = parts(step, List.of(step.in(0)), axis, shapes);
    String axes = step.integers("axes", axis);
    return places.stream().map(p -> step.node("Squeeze", p, axes)).toList();
  }

  static String stack(OpTranslation step) {
    int axis = step.made(0).place(step.op().integer(0, 0));
    String axes = step.integers("axes", axis);
    List<Dimension> each = new ArrayList<>(step.seen(0).axes());
    each.add(axis, Dimension.of(1));
    List<String> parts =
        step.ins().stream().map(i -> step.node("Unsqueeze", each, List.of(i, axes))).toList();
    return step.node("Concat", parts, new Int("axis", axis));
  }

  static String concat(OpTranslation step) {
    int axis = step.seen(0).place(step.op().integer(0, 0));
    return step.node("Concat", step.ins(), new Int("axis", axis));
  }

  /** With one value or what lies inside, mirrored. */
  static String pad(OpTranslation step) {
    long mode = step.op().integer(0, 0);
    step.op().require(mode == 0 || mode == 1, "mirrors the border, too");
    INDArray amounts = step.array(1);
    int rank = step.seen(0).rank();
    long[] pads = new long[2 * rank];
    for (int axis = 0; axis < rank; axis++) {
      pads[axis] = amounts.getLong(axis, 0);
      pads[axis + rank] = amounts.getLong(axis, 1);
    }
    List<String> inputs = new ArrayList<>(List.of(step.in(0), step.integers("pads", pads)));
    double[] value = step.op().reals();
    if (mode == 0 && value.length > 0) {
      inputs.add(step.number(value[0]));
    }
    return step.node("Pad", inputs, new Text("mode", mode == 0 ? "constant" : "reflect"));
  }

  static String oneHot(OpTranslation step) {
    double[] reals = step.op().reals();
    float on = reals.length > 0 ? (float) reals[0] : 1;
    float off = reals.length > 1 ? (float) reals[1] : 0;
    INDArray both = Nd4j.createFromArray(off, on).castTo(step.made(0).element().dataType());
    String depth = step.integers("depth", step.op().integer(1, 1));
    Int to = new Int("to", Element.INT64.code());
    List<Dimension> axes = step.seen(0).axes();
    String places = step.builder().node(Element.INT64, "Cast", List.of(step.in(0)), axes, to);
    List<String> inputs = List.of(places, depth, step.builder().array("values", both));
    int axis = step.made(0).place(step.op().integer(0, -1));
    return step.node("OneHot", inputs, new Int("axis", axis));
  }
}
