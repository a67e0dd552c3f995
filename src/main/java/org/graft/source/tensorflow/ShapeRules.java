package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft.failure.Hint;
import org.graft.plan.Flatten;
import org.graft.plan.Layer;
import org.graft.plan.Permute;
import org.graft.plan.Reshape;
import org.graft.plan.Select;
import org.graft.plan.Shape;

/** Operations that keep all values and change their shape. */
final class ShapeRules {
  private static final long[] TO_NHWC = {0, 2, 3, 1};
  private static final long[] TO_NCHW = {0, 3, 1, 2};
  private static final long[] SHUFFLED = {0, 1, 2, 4, 3};

  private ShapeRules() {}

  static Optional<Layer> reshape(RuleContext s) {
    s.attributes().finish();
    long[] stated = s.numbers(1);
    Shape in = s.shape(0);
    if (stated.length < 2) {
      throw s.refusal("mixes the images of a batch");
    }
    long[] target = Arrays.copyOfRange(stated, 1, stated.length);
    long known = Arrays.stream(target).filter(n -> n >= 0).reduce(1, Math::multiplyExact);
    long open = Arrays.stream(target).filter(n -> n < 0).count();
    boolean one = stated[0] == 1 && in.size() != Shape.FREE;
    boolean batch = one || stated[0] == Extents.BATCH || (stated[0] == -1 && open == 0);
    boolean free = in.size() == Shape.FREE && open > 0;
    if (!batch || open > 1 || (free && !isFlat(target) && !isListed(in, target))) {
      throw s.refusal(
          "reshapes %s to %s, which is not fixed%s"
              .formatted(
                  in,
                  Arrays.toString(stated),
                  in.size() == Shape.FREE
                      ? "; say the size of the images with "
                          + Hint.SHAPE.to("H,W")
                          + ", or end before it with "
                          + Hint.CUT.to("LAYER")
                      : ""));
    }
    if (in.size() == Shape.FREE) {
      return shaped(s, in, target);
    }
    for (int i = 0; i < target.length; i++) {
      target[i] = target[i] < 0 ? in.size() / Math.max(1, known) : target[i];
    }
    if (Arrays.stream(target).reduce(1, Math::multiplyExact) != in.size()) {
      throw s.refusal("reshapes " + in + " to " + Arrays.toString(target));
    }
    return shaped(s, in, target);
  }

  /** Cells one after another, each with its channels. */
  private static boolean isListed(Shape in, long... target) {
    return target.length == 2 && target[0] < 0 && target[1] == in.channels();
  }

  private static boolean isFlat(long... target) {
    return target.length == 1;
  }

  static Optional<Layer> squeeze(RuleContext s) {
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
        throw s.refusal("drops axis " + (i + 1) + " of " + in);
      }
      if (!dropped) {
        kept[count++] = in.axis(i);
      }
    }
    return shaped(s, in, Arrays.copyOf(kept, count));
  }

  static Optional<Layer> expand(RuleContext s) {
    long[] axis = s.numbers(1);
    Shape in = s.shape(0);
    int place = axis.length == 1 ? (int) (axis[0] < 0 ? axis[0] + in.rank() + 2 : axis[0]) : 0;
    if (place < 1 || place > in.rank() + 1) {
      throw s.refusal(
          "adds axis %s to %s; images with their batch axis can take its own place: %s"
              .formatted(Arrays.toString(axis), in, Hint.INPUT.to(s.node().name())));
    }
    long[] target = new long[in.rank() + 1];
    for (int i = 0; i < target.length; i++) {
      target[i] = i == place - 1 ? 1 : in.axis(i < place - 1 ? i : i - 1);
    }
    return shaped(s, in, target);
  }

  /** Between data formats the same layer's map is read otherwise; any other order is a layer. */
  static Optional<Layer> transpose(RuleContext s) {
    long[] order = s.numbers(1);
    LayerOutput in = s.flow(0);
    if (in.turned() ? Arrays.equals(order, TO_NHWC) : isOfMap(s) && Arrays.equals(order, TO_NCHW)) {
      s.pass(0, new LayerOutput(in.layer(), !in.turned()));
      return Optional.empty();
    }
    if (RuleContext.isInOrder(order)) {
      return Optional.empty();
    }
    if (order.length != s.shape(0).rank() + 1 || order[0] != 0) {
      throw s.refusal("orders axes as " + Arrays.toString(order) + ", not supported");
    }
    List<Integer> axes = Arrays.stream(order).skip(1).mapToObj(axis -> (int) axis).toList();
    return Optional.of(new Permute(s.name(), s.input(0), axes));
  }

  private static boolean isOfMap(RuleContext s) {
    return s.shape(0).isMap();
  }

  /** Channels listed by groups of one place each: {@code [g, n]} turned to {@code [n, g]}. */
  static Layer shuffle(RuleContext s) {
    Shape in = s.shape(0);
    long[] apart = s.numbers(1);
    long[] order = s.numbers(2);
    long[] joined = s.numbers(3);
    int channels = in.channels();
    boolean shapes =
        in.isMap()
            && Arrays.equals(order, SHUFFLED)
            && apart.length == 5
            && joined.length == 4
            && apart[3] * apart[4] == channels
            && (joined[3] == channels || joined[3] == -1);
    boolean rows = shapes;
    for (int axis = 1; rows && axis < 3; axis++) {
      rows = apart[axis] == in.axis(axis - 1) && joined[axis] == apart[axis];
    }
    if (!rows) {
      throw s.refusal(
          "rearranges " + in + " by " + Arrays.toString(apart) + "; groups of channels expected");
    }
    int groups = (int) apart[3];
    int size = (int) apart[4];
    List<Integer> places =
        IntStream.range(0, channels).mapToObj(i -> i % groups * size + i / groups).toList();
    return new Select(s.name(), s.input(0), 3, places);
  }

  /** Blocks of cells as channels of one cell. */
  static Optional<Layer> spaceToDepth(RuleContext s) {
    Shape in = s.shape(0);
    int block = block(s);
    if (in.size() == Shape.FREE || in.height() % block + in.width() % block != 0) {
      throw s.refusal("takes " + in + " apart in blocks of " + block);
    }
    Shape out = new Shape(in.height() / block, in.width() / block, in.channels() * block * block);
    Shape apart = new Shape(out.height(), block, out.width(), block, in.channels());
    return blocks(s, apart, List.of(1, 3, 2, 4, 5), out);
  }

  static Optional<Layer> depthToSpace(RuleContext s) {
    Shape in = s.shape(0);
    int block = block(s);
    int channels = in.channels() / (block * block);
    if (in.size() == Shape.FREE || channels * block * block != in.channels()) {
      throw s.refusal("makes blocks of " + block + " of " + in);
    }
    Shape apart = new Shape(in.height(), in.width(), block, block, channels);
    Shape out = new Shape(in.height() * block, in.width() * block, channels);
    return blocks(s, apart, List.of(1, 3, 2, 4, 5), out);
  }

  private static int block(RuleContext s) {
    Attributes a = s.attributes();
    long block = a.integer("block_size");
    if (a.isTurned() || block < 1 || block > 64) {
      throw s.refusal("has blocks of " + block + "; NHWC maps in blocks expected");
    }
    return (int) block;
  }

  private static Optional<Layer> blocks(
      RuleContext s, Shape apart, List<Integer> order, Shape out) {
    return new Chain(s)
        .then((name, x) -> new Reshape(name, x, apart))
        .then((name, x) -> new Permute(name, x, order))
        .then((name, x) -> new Reshape(name, x, out))
        .layer(s.input(0));
  }

  private static Optional<Layer> shaped(RuleContext s, Shape in, long... target) {
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
