package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.plan.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * Rules for what names axes: ONNX GlobalAveragePool, ReduceMean, Pad, Slice, Transpose, Concat,
 * Gather, ….
 */
final class AxisRules {
  /** Of SameDiff's strided slice: open begins, ellipses, open ends, new axes, lost axes. */
  private static final int SLICE_MASKS = 5;

  /** Up to this many channels are reordered by Split and Concat, which more readers know. */
  private static final int FEW_CHANNELS = 4;

  private AxisRules() {}

  /** Over a map's height and width, for which there is an operator of its own; else any axes. */
  static Flow pool(Op op, Translation translation, String type, String reduction) {
    Flow in = translation.first(op);
    int[] axes = op.function().getDimensions();
    if (!in.isMap() || axes == null || !Arrays.equals(sorted(axes, in), new int[] {1, 2})) {
      return ReduceRule.reduce(op, translation, reduction);
    }
    int channels = in.shape().channels();
    GraphBuilder builder = translation.builder();
    Flow cell = builder.flow(type, List.of(in.value()), Shape.square(1, channels));
    return ((BaseReduceOp) op.function()).isKeepDims()
        ? cell
        : builder.flow("Flatten", List.of(cell.value()), new Shape(channels));
  }

  /** One value around a map or a vector. */
  static Flow pad(Op op, Translation translation) {
    Flow in = translation.first(op);
    INDArray amounts = translation.array(op, 1);
    int rank = in.shape().rank() + 1;
    op.require(op.integers()[0] == 0, "pads with more than a constant");
    op.require(amounts.rows() == rank, "pads " + amounts.rows() + " axes of " + rank);
    long[] pads = new long[2 * rank];
    int[] axes = in.shape().axes();
    for (int axis = 0; axis < rank; axis++) {
      int carried = in.carriedAxis(axis);
      pads[carried] = amounts.getLong(axis, 0);
      pads[carried + rank] = amounts.getLong(axis, 1);
      int more = Math.toIntExact(amounts.getLong(axis, 0) + amounts.getLong(axis, 1));
      op.require(axis > 0 || more == 0, "pads the batch");
      if (axis > 0) {
        axes[axis - 1] += more;
      }
    }
    GraphBuilder builder = translation.builder();
    List<String> inputs = new ArrayList<>(List.of(in.value(), builder.integers("pads", pads)));
    double[] value = ((CustomOp) op.function()).tArgs();
    if (value.length > 0 && value[0] != 0) {
      inputs.add(builder.number("value", (float) value[0]));
    }
    return builder.flow("Pad", inputs, new Shape(axes));
  }

  /** Places of each axis behind the batch, one after the other. */
  static Flow slice(Op op, Translation translation) {
    Flow in = translation.first(op);
    long[] integers = op.integers();
    int rank = in.shape().rank() + 1;
    op.require(integers.length == SLICE_MASKS + 3 * rank, "does not say places of every axis");
    op.require(integers[0] == 0 && integers[1] == 0 && integers[3] == 0, "makes or moves axes");
    op.require(integers[4] == 0, "loses axes");
    long open = integers[2];
    long[] from = new long[rank];
    long[] to = new long[rank];
    int[] axes = in.shape().axes();
    for (int axis = 0; axis < rank; axis++) {
      int at = SLICE_MASKS + axis;
      int carried = in.carriedAxis(axis);
      from[carried] = integers[at];
      to[carried] = (open >> axis & 1) == 1 ? Long.MAX_VALUE : integers[at + rank];
      op.require(integers[at + 2 * rank] == 1, "leaves cells out");
      if (axis > 0) {
        axes[axis - 1] = Math.toIntExact(end(to[carried], axes[axis - 1]) - from[carried]);
      }
    }
    GraphBuilder builder = translation.builder();
    String starts = builder.integers("starts", from);
    String ends = builder.integers("ends", to);
    return builder.flow("Slice", List.of(in.value(), starts, ends), new Shape(axes));
  }

  private static long end(long to, int length) {
    return to < 0 ? length + to : Math.min(to, length);
  }

  /** From carried axes to SameDiff's, to their new order, to carried axes. */
  static Flow permute(Op op, Translation translation) {
    Flow in = translation.first(op);
    long[] order = op.integers();
    op.require(order.length == in.shape().rank() + 1 && order[0] == 0, "moves the batch");
    int[] axes = new int[in.shape().rank()];
    Long[] carried = new Long[order.length];
    for (int axis = 1; axis < order.length; axis++) {
      axes[axis - 1] = in.shape().axis(Math.toIntExact(order[axis]) - 1);
    }
    Flow out = new Flow("", new Shape(axes));
    for (int axis = 0; axis < order.length; axis++) {
      carried[out.carriedAxis(axis)] = (long) in.carriedAxis(Math.toIntExact(order[axis]));
    }
    Ints perm = new Ints("perm", List.of(carried));
    return translation.builder().flow("Transpose", List.of(in.value()), out.shape(), perm);
  }

  static Flow concat(Op op, Translation translation) {
    List<Flow> parts = op.inputs().stream().map(i -> translation.flow(op, i)).toList();
    Flow first = parts.get(0);
    int axis = Math.toIntExact(op.integers()[0]);
    int place = first.shape().place(axis);
    int[] axes = first.shape().axes();
    axes[place] = parts.stream().mapToInt(p -> p.shape().axis(place)).sum();
    return translation
        .builder()
        .flow(
            "Concat",
            parts.stream().map(Flow::value).toList(),
            new Shape(axes),
            new Int("axis", first.carriedAxis(axis)));
  }

  /** Some places of an axis; three channels in another order by what more readers know. */
  static Flow gather(Op op, Translation translation) {
    Flow in = translation.first(op);
    int stated = Math.toIntExact(op.integers()[0]);
    int axis = stated < 0 ? stated + in.shape().rank() + 1 : stated;
    op.require(axis > 0, "takes some images of a batch");
    int[] places = translation.array(op, 1).toIntVector();
    int[] axes = in.shape().axes();
    boolean few = in.isMap() && axis == in.shape().rank() && axes[axis - 1] <= FEW_CHANNELS;
    axes[axis - 1] = places.length;
    Shape shape = new Shape(axes);
    return few
        ? splitAndJoined(in, places, shape, translation.builder())
        : gathered(in, places, shape, axis, translation.builder());
  }

  private static Flow splitAndJoined(Flow in, int[] order, Shape shape, GraphBuilder builder) {
    Int axis = new Int("axis", Flow.CHANNELS);
    Shape one = new Shape(shape.height(), shape.width(), 1);
    List<String> parts =
        builder.nodes("Split", List.of(in.value()), Flow.carried(one), in.shape().channels(), axis);
    List<String> ordered = IntStream.of(order).mapToObj(parts::get).toList();
    return builder.flow("Concat", ordered, shape, axis);
  }

  private static Flow gathered(Flow in, int[] places, Shape shape, int axis, GraphBuilder builder) {
    long[] indices = IntStream.of(places).asLongStream().toArray();
    List<String> inputs = List.of(in.value(), builder.integers("indices", indices));
    return builder.flow("Gather", inputs, shape, new Int("axis", in.carriedAxis(axis)));
  }

  private static int[] sorted(int[] axes, Flow in) {
    return IntStream.of(axes).map(a -> a < 0 ? a + in.shape().rank() + 1 : a).sorted().toArray();
  }
}
