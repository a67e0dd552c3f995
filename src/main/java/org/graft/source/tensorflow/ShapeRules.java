package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.graft.plan.Flatten;
import org.graft.plan.Layer;
import org.graft.plan.Reshape;
import org.graft.plan.Shape;
import org.graft.source.tensorflow.Translator.Step;

/** Operations that keep all values and change their shape. */
final class ShapeRules {
  private ShapeRules() {}

  static Optional<Layer> reshape(Step s) {
    s.attributes().finish();
    long[] stated = s.numbers(1);
    Shape in = s.shape(0);
    if (stated.length < 2) {
      throw Refusal.of(s.node(), "mixes the images of a batch");
    }
    long[] target = Arrays.copyOfRange(stated, 1, stated.length);
    long known = Arrays.stream(target).filter(n -> n >= 0).reduce(1, Math::multiplyExact);
    long open = Arrays.stream(target).filter(n -> n < 0).count();
    boolean batch = stated[0] == Extents.BATCH || (stated[0] == -1 && open == 0);
    if (!batch || open > 1 || (in.size() == Shape.FREE && open > 0 && !isFlat(target))) {
      throw Refusal.of(
          s.node(), "reshapes " + in + " to " + Arrays.toString(stated) + ", which is not fixed");
    }
    if (in.size() == Shape.FREE) {
      return shaped(s, in, target);
    }
    for (int i = 0; i < target.length; i++) {
      target[i] = target[i] < 0 ? in.size() / Math.max(1, known) : target[i];
    }
    if (Arrays.stream(target).reduce(1, Math::multiplyExact) != in.size()) {
      throw Refusal.of(s.node(), "reshapes " + in + " to " + Arrays.toString(target));
    }
    return shaped(s, in, target);
  }

  private static boolean isFlat(long... target) {
    return target.length == 1;
  }

  static Optional<Layer> squeeze(Step s) {
    Attributes a = s.attributes();
    List<Long> axes = a.integers("squeeze_dims");
    a.finish();
    Shape in = s.shape(0);
    long[] kept = new long[in.rank()];
    int count = 0;
    for (int i = 0; i < in.rank(); i++) {
      boolean named = axes.contains(i + 1L) || axes.contains((long) i - in.rank());
      boolean dropped = axes.isEmpty() ? in.axis(i) == 1 : named;
      if (dropped && in.axis(i) != 1) {
        throw Refusal.of(s.node(), "drops axis " + (i + 1) + " of " + in);
      }
      if (!dropped) {
        kept[count++] = in.axis(i);
      }
    }
    return shaped(s, in, Arrays.copyOf(kept, count));
  }

  static Optional<Layer> expand(Step s) {
    long[] axis = s.numbers(1);
    Shape in = s.shape(0);
    int place = axis.length == 1 ? (int) (axis[0] < 0 ? axis[0] + in.rank() + 2 : axis[0]) : 0;
    if (place < 1 || place > in.rank() + 1) {
      throw Refusal.of(s.node(), "adds axis " + Arrays.toString(axis) + " to " + in);
    }
    long[] target = new long[in.rank() + 1];
    for (int i = 0; i < target.length; i++) {
      target[i] = i == place - 1 ? 1 : in.axis(i < place - 1 ? i : i - 1);
    }
    return shaped(s, in, target);
  }

  /** Only the order that changes nothing. */
  static Optional<Layer> transpose(Step s) {
    long[] order = s.numbers(1);
    for (int i = 0; i < order.length; i++) {
      if (order[i] != i) {
        throw Refusal.of(s.node(), "orders axes as " + Arrays.toString(order) + ", not supported");
      }
    }
    return Optional.empty();
  }

  private static Optional<Layer> shaped(Step s, Shape in, long... target) {
    int[] axes =
        Arrays.stream(target).mapToInt(n -> n < 0 ? Shape.FREE : Math.toIntExact(n)).toArray();
    Shape shape = new Shape(axes);
    if (shape.equals(in)) {
      return Optional.empty();
    }
    return Optional.of(
        axes.length == 1
            ? new Flatten(s.name(), s.input(0))
            : new Reshape(s.name(), s.input(0), shape));
  }
}
