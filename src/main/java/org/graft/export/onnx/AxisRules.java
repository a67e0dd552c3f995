package org.graft.export.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.plan.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseReduceOp;

/**
 * Rules for what names axes: ONNX GlobalAveragePool, ReduceMean, Pad, Slice, Transpose, Concat,
 * Gather, ….
 */
final class AxisRules {
  private static final int PADDED_AXES = 4;

  /** Axes of a sequence {@code [length, width]}. */
  private static final int SEQUENCE = 2;

  /** What the operators that reduce any axes call what the global pools do. */
  private static final Map<String, String> REDUCTIONS = Map.of("Average", "Mean", "Max", "Max");

  /** Of SameDiff's strided slice: open begins, ellipses, open ends, new axes, lost axes. */
  private static final int SLICE_MASKS = 5;

  /** Up to this many channels are reordered by Split and Concat, which more readers know. */
  private static final int FEW_CHANNELS = 4;

  private AxisRules() {}

  /**
   * Over a map's height and width, {@code Global<type>Pool}, or along a sequence, {@code
   * Reduce<type>}; both operators keep the axes at length 1.
   */
  static Flow pool(Op op, Translation translation, String type) {
    Flow in = translation.first(op);
    int[] axes = op.function().getDimensions();
    op.require(axes != null, "is not over stated axes");
    if (in.shape().rank() == SEQUENCE && Arrays.equals(sorted(axes, in), new int[] {1})) {
      return alongSequence(op, translation, "Reduce" + REDUCTIONS.get(type));
    }
    op.require(
        in.isMap() && Arrays.equals(sorted(axes, in), new int[] {1, 2}),
        "is not over a map's height and width or along a sequence");
    int channels = in.shape().channels();
    GraphBuilder builder = translation.builder();
    Flow cell =
        builder.flow("Global" + type + "Pool", List.of(in.value()), Shape.square(1, channels));
    return ((BaseReduceOp) op.function()).isKeepDims()
        ? cell
        : builder.flow("Flatten", List.of(cell.value()), new Shape(channels));
  }

  private static Flow alongSequence(Op op, Translation translation, String type) {
    Flow in = translation.first(op);
    boolean keep = ((BaseReduceOp) op.function()).isKeepDims();
    int width = in.shape().channels();
    Shape shape = keep ? new Shape(1, width) : new Shape(width);
    return translation
        .builder()
        .flow(
            type,
            List.of(in.value()),
            shape,
            new Ints("axes", List.of(1L)),
            new Int("keepdims", keep ? 1 : 0));
  }

  /** Zeros around a map. */
  static Flow pad(Op op, Translation translation) {
    Flow in = translation.first(op);
    INDArray amounts = translation.array(op, 1);
    op.require(op.integers()[0] == 0, "pads with more than a constant");
    op.require(in.isMap() && amounts.rows() == PADDED_AXES, "pads no map");
    long[] pads = new long[2 * PADDED_AXES];
    int[] axes = {0, 0, 0, 0};
    for (int axis = 0; axis < PADDED_AXES; axis++) {
      int carried = in.carriedAxis(axis);
      pads[carried] = amounts.getLong(axis, 0);
      pads[carried + PADDED_AXES] = amounts.getLong(axis, 1);
      axes[axis] = Math.toIntExact(amounts.getLong(axis, 0) + amounts.getLong(axis, 1));
    }
    op.require(axes[0] == 0 && axes[3] == 0, "pads more than height and width");
    Shape shape =
        new Shape(
            in.shape().height() + axes[1], in.shape().width() + axes[2], in.shape().channels());
    List<String> inputs = List.of(in.value(), translation.builder().integers("pads", pads));
    return translation.builder().flow("Pad", inputs, shape);
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

  /** A map's channels in another order. */
  static Flow gather(Op op, Translation translation) {
    Flow in = translation.first(op);
    int axis = Math.toIntExact(op.integers()[0]);
    op.require(in.isMap() && in.carriedAxis(axis) == Flow.CHANNELS, "is not over a map's channels");
    int[] order = translation.array(op, 1).toIntVector();
    Shape shape = new Shape(in.shape().height(), in.shape().width(), order.length);
    return in.shape().channels() <= FEW_CHANNELS
        ? splitAndJoined(in, order, shape, translation.builder())
        : gathered(in, order, shape, translation.builder());
  }

  private static Flow splitAndJoined(Flow in, int[] order, Shape shape, GraphBuilder builder) {
    Int axis = new Int("axis", Flow.CHANNELS);
    Shape one = new Shape(shape.height(), shape.width(), 1);
    List<String> parts =
        builder.nodes("Split", List.of(in.value()), Flow.carried(one), in.shape().channels(), axis);
    List<String> ordered = IntStream.of(order).mapToObj(parts::get).toList();
    return builder.flow("Concat", ordered, shape, axis);
  }

  private static Flow gathered(Flow in, int[] order, Shape shape, GraphBuilder builder) {
    long[] indices = IntStream.of(order).asLongStream().toArray();
    List<String> inputs = List.of(in.value(), builder.integers("indices", indices));
    return builder.flow("Gather", inputs, shape, new Int("axis", Flow.CHANNELS));
  }

  private static int[] sorted(int[] axes, Flow in) {
    return IntStream.of(axes).map(a -> a < 0 ? a + in.shape().rank() + 1 : a).sorted().toArray();
  }
}
