package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft.failure.Hint;
import org.graft.plan.Layer;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.UpSample2d;

/** Operations that have each value several times, in its place or in turn. */
final class RepeatRules {
  private static final int MOST_TIMES = 1 << 12;

  private RepeatRules() {}

  /** A whole axis once more behind itself. */
  static Optional<Layer> tile(RuleContext s) {
    Shape in = s.shape(0);
    long[] times = s.numbers(1);
    if (times.length != in.rank() + 1 || times[0] != 1) {
      throw s.refusal("repeats the images of a batch, or adds axes");
    }
    Chain chain = new Chain(s);
    for (int i = 1; i < times.length; i++) {
      int count = count(s, times[i]);
      int axis = s.axis(i, in.rank());
      if (count > 1) {
        int length = fixed(s, in, axis);
        SliceRules.selected(
            s, chain, axis, IntStream.range(0, length * count).map(p -> p % length).toArray());
      }
    }
    return chain.layer(s.input(0));
  }

  /** Each place of an axis several times; inputs x, the axis behind it, times, and the shape. */
  static Optional<Layer> repeat(RuleContext s) {
    Shape in = s.shape(0);
    long stated = s.numbers(1)[0];
    int axis = Math.toIntExact(stated < 0 ? stated + in.rank() + 2 : stated) - 1;
    long[] times = s.numbers(2);
    boolean one = axis > 0 && axis <= in.rank() && times.length == in.rank() + 2;
    if (!one || Arrays.stream(times).filter(t -> t != 1).count() > 1 || !joins(s, in, times)) {
      throw s.refusal("repeats along the batch, or along several axes at once");
    }
    int count = count(s, times[axis + 1]);
    if (in.isMap() && axis < in.rank()) {
      Size2d size = axis == 1 ? new Size2d(count, 1) : new Size2d(1, count);
      return Optional.of(new UpSample2d(s.name(), s.input(0), size));
    }
    int length = fixed(s, in, axis);
    Chain chain = new Chain(s);
    SliceRules.selected(
        s, chain, axis, IntStream.range(0, length * count).map(p -> p / count).toArray());
    return chain.layer(s.input(0));
  }

  /** Whether the axis that was filled goes into the one before it, the others staying. */
  private static boolean joins(RuleContext s, Shape in, long... times) {
    long[] target = s.numbers(3);
    boolean joins = target.length == in.rank() + 1;
    for (int i = 1; joins && i < target.length; i++) {
      long length = in.axis(i - 1);
      joins = target[i] < 0 || length == Shape.FREE || target[i] == length * times[i + 1];
    }
    return joins;
  }

  private static int count(RuleContext s, long times) {
    if (times < 1 || times > MOST_TIMES) {
      throw s.refusal("repeats an axis " + times + " times");
    }
    return (int) times;
  }

  private static int fixed(RuleContext s, Shape in, int axis) {
    if (in.axis(axis - 1) == Shape.FREE) {
      throw s.refusal("repeats an axis of any length; fix the size with " + Hint.SHAPE.to("H,W"));
    }
    return in.axis(axis - 1);
  }
}
