package org.graft.export.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.plan.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseReduceOp;

/**
 * Rules for what names axes: ONNX GlobalAveragePool, Pad, Slice, Transpose, Concat, Gather, MatMul,
 * ….
 */
final class AxisRules {
  private static final int PADDED_AXES = 4;

  /** Of SameDiff's strided slice: open begins, ellipses, open ends, new axes, lost axes. */
  private static final int SLICE_MASKS = 5;

  /** Up to this many channels are reordered by Split and Concat, which more readers know. */
  private static final int FEW_CHANNELS = 4;

  private AxisRules() {}

  /** Over a map's height and width; the operator keeps these axes at length 1. */
  static Flow pool(Op op, Translation translation, String type) {
    Flow in = translation.first(op);
    int[] axes = op.function().getDimensions();
    op.require(
        in.isMap() && axes != null && Arrays.equals(sorted(axes, in), new int[] {1, 2}),
        "is not over a map's height and width");
    int channels = in.shape().channels();
    GraphBuilder builder = translation.builder();
    Flow cell = builder.flow(type, List.of(in.value()), Shape.square(1, channels));
    return ((BaseReduceOp) op.function()).isKeepDims()
        ? cell
        : builder.flow("Flatten", List.of(cell.value()), new Shape(channels));
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

  /** Rows, columns or channels of a map, one after the other. */
  static Flow slice(Op op, Translation translation) {
    Flow in = translation.first(op);
    long[] integers = op.integers();
    op.require(in.isMap() && integers.length == SLICE_MASKS + 3 * PADDED_AXES, "slices no map");
    long open = integers[2];
    long[] from = new long[PADDED_AXES];
    long[] to = new long[PADDED_AXES];
    int[] axes = in.shape().axes();
    for (int axis = 0; axis < PADDED_AXES; axis++) {
      int at = SLICE_MASKS + axis;
      int carried = in.carriedAxis(axis);
      from[carried] = integers[at];
      to[carried] = (open >> axis & 1) == 1 ? Long.MAX_VALUE : integers[at + PADDED_AXES];
      op.require(integers[at + 2 * PADDED_AXES] == 1, "leaves cells out");
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
    Shape first = parts.get(0).shape();
    int axis = Math.toIntExact(op.integers()[0]);
    op.require(axis == -1 || axis == first.rank(), "is not along the last axis");
    int[] axes = first.axes();
    axes[axes.length - 1] = parts.stream().mapToInt(p -> p.shape().channels()).sum();
    return translation
        .builder()
        .flow(
            "Concat",
            parts.stream().map(Flow::value).toList(),
            new Shape(axes),
            new Int("axis", parts.get(0).carriedAxis(axis)));
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

  /** Rows of a vector by a constant {@code [in, out]}. */
  static Flow matmul(Op op, Translation translation) {
    Flow in = translation.first(op);
    op.require(Arrays.stream(op.integers()).allMatch(i -> i == 0), "transposes");
    INDArray kernel = translation.array(op, 1);
    op.require(in.shape().rank() == 1 && kernel.rank() == 2, "reads no vector");
    String constant = translation.constant(op, 1, kernel);
    Shape shape = new Shape(Math.toIntExact(kernel.size(1)));
    return translation.builder().flow("MatMul", List.of(in.value(), constant), shape);
  }

  private static int[] sorted(int[] axes, Flow in) {
    return IntStream.of(axes).map(a -> a < 0 ? a + in.shape().rank() + 1 : a).sorted().toArray();
  }
}
