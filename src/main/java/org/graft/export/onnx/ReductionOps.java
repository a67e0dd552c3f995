package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Int;
import org.nd4j.linalg.api.ops.impl.summarystats.Variance;
import org.nd4j.linalg.factory.Nd4j;

/** Axes reduced to one number, to a place, or to running sums. */
final class ReductionOps {
  private ReductionOps() {}

  static String reduce(OpTranslation step, String type) {
    return reduced(step, type, step.in(0));
  }

  static String ofMagnitudes(OpTranslation step, String type) {
    String magnitudes = step.node("Abs", step.seen(0).axes(), List.of(step.in(0)));
    return reduced(step, type, magnitudes);
  }

  /**
   * A value of the input's shape along the operation's axes, which stay if what it makes says so.
   */
  static String reduced(OpTranslation step, String type, String value) {
    boolean keep = step.made(0).rank() == step.seen(0).rank();
    return reduce(step, type, value, axes(step), step.made(0).axes(), keep);
  }

  /** The axes, from the first, that an operation reduces; all where it names none. */
  static int[] axes(OpTranslation step) {
    Seen in = step.seen(0);
    int[] stated = step.op().function().getDimensions();
    long[] axes =
        stated == null || stated.length == 0
            ? step.op().integers()
            : IntStream.of(stated).asLongStream().toArray();
    boolean all = axes.length == 0 || LongStream.of(axes).anyMatch(a -> a == Integer.MAX_VALUE);
    return all
        ? IntStream.range(0, in.rank()).toArray()
        : Arrays.stream(axes).mapToInt(in::place).sorted().toArray();
  }

  /** A node that reduces any value along axes. */
  static String reduce(
      OpTranslation step,
      String type,
      String value,
      int[] axes,
      List<Dimension> made,
      boolean keep) {
    long[] reduced = IntStream.of(axes).asLongStream().toArray();
    return step.builder().reduced(step.made(0).element(), type, value, made, keep, reduced);
  }

  /** The input's axes, those reduced of length 1. */
  static List<Dimension> kept(OpTranslation step, int... axes) {
    List<Dimension> kept = new ArrayList<>(step.seen(0).axes());
    IntStream.of(axes).forEach(a -> kept.set(a, Dimension.of(1)));
    return kept;
  }

  /** The input less its mean along axes. */
  static String centred(OpTranslation step, int... axes) {
    String mean = reduce(step, "ReduceMean", step.in(0), axes, kept(step, axes), true);
    return step.node("Sub", step.seen(0).axes(), List.of(step.in(0), mean));
  }

  /** By one less than there are numbers, if the operation is told to correct. */
  static String variance(OpTranslation step) {
    int[] axes = axes(step);
    String centred = centred(step, axes);
    String sum = reduced(step, "ReduceSumSquare", centred);
    long count = 1;
    for (int axis : axes) {
      count *= step.seen(0).length(step.op(), axis);
    }
    boolean corrected = ((Variance) step.op().function()).isBiasCorrected();
    return step.node("Div", sum, step.number((double) (corrected ? count - 1 : count)));
  }

  /** Mean and variance. */
  static List<String> moments(OpTranslation step) {
    String centred = centred(step, axes(step));
    String squares = step.node("Mul", step.seen(0).axes(), List.of(centred, centred));
    return List.of(reduced(step, "ReduceMean", step.in(0)), reduced(step, "ReduceMean", squares));
  }

  /** Where along one axis the greatest or the least value stands. */
  static String place(OpTranslation step, String type) {
    int[] axes = axes(step);
    step.op().require(axes.length == 1, "looks along several axes");
    return step.node(
        type, step.ins(), new Int("axis", axes[0]), new Int("keepdims", step.op().flag(0) ? 1 : 0));
  }

  static String cumulated(OpTranslation step) {
    long[] integers = step.op().integers();
    step.op().require(integers.length == 3, "sums along several axes");
    String axis = step.builder().array("axis", Nd4j.scalar((long) step.seen(0).place(integers[2])));
    return step.node(
        "CumSum",
        List.of(step.in(0), axis),
        new Int("exclusive", integers[0]),
        new Int("reverse", integers[1]));
  }
}
