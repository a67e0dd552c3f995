package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft.plan.Concat;
import org.graft.plan.Crop2d;
import org.graft.plan.Layer;
import org.graft.plan.Padding;
import org.graft.plan.Pool2d;
import org.graft.plan.Reduction;
import org.graft.plan.Reshape;
import org.graft.plan.ReverseChannels;
import org.graft.plan.Select;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Window;

/** Operations that take parts of maps and vectors, or put parts together. */
final class SliceRules {
  private static final int MOST_PARTS = 1 << 12;

  private SliceRules() {}

  /**
   * {@code x[begin:end:stride]}: a crop, every n-th cell, some channels, axes dropped and added.
   */
  static Optional<Layer> stridedSlice(RuleContext s) {
    Shape in = s.shape(0);
    List<Slicing.Span> spans =
        Slicing.spans(s.node(), s.numbers(1), s.numbers(2), s.numbers(3), in.rank() + 1);
    if (!spans.get(0).isWhole()) {
      throw s.refusal("takes a part of the images of a batch");
    }
    Chain chain = new Chain(s);
    cropped(s, chain, spans);
    for (Slicing.Span span : spans) {
      if (span.axis() > 0 && !span.isWhole()) {
        part(s, chain, span, s.axis(span.axis(), in.rank()));
      }
    }
    if (spans.stream().anyMatch(span -> span.fate() != Slicing.Fate.KEPT)) {
      chain.then((name, source) -> reshaped(name, source, s.shapeOf(source), spans));
    }
    return chain.layer(s.input(0));
  }

  /** What rows and columns lose at their ends is one crop, as Keras has it. */
  private static void cropped(RuleContext s, Chain chain, List<Slicing.Span> spans) {
    Shape in = s.shape(0);
    int[] lost = new int[4];
    for (Slicing.Span span : spans) {
      if (span.axis() > 0 && !span.isWhole()) {
        int axis = s.axis(span.axis(), in.rank());
        if (isCrop(in, span, axis)) {
          int at = 2 * (axis - 1);
          int length = in.axis(axis - 1);
          lost[at] = lost(s, span.from(), length, true);
          lost[at + 1] = span.to() == Slicing.Span.OPEN ? 0 : lost(s, span.to(), length, false);
        }
      }
    }
    if (IntStream.of(lost).sum() > 0) {
      chain.then((name, source) -> new Crop2d(name, source, lost[0], lost[1], lost[2], lost[3]));
    }
  }

  private static boolean isCrop(Shape in, Slicing.Span span, int axis) {
    boolean backwards = span.step() < 0 || span.fate() == Slicing.Fate.DROPPED;
    return in.isMap() && axis < 3 && !backwards;
  }

  private static void part(RuleContext s, Chain chain, Slicing.Span span, int axis) {
    Shape in = s.shape(0);
    if (!isCrop(in, span, axis)) {
      selected(s, chain, axis, span.places(s.node(), in.axis(axis - 1)));
    } else if (span.step() > 1) {
      int step = Math.toIntExact(span.step());
      chain.then((name, source) -> everyNth(name, source, axis == 1, step));
    }
  }

  /** Every n-th row or column, the first among them. */
  private static Layer everyNth(String name, String source, boolean rows, int step) {
    Size2d strides = rows ? new Size2d(step, 1) : new Size2d(1, step);
    Window window = new Window(Size2d.square(1), strides, Padding.VALID);
    return new Pool2d(name, source, Reduction.MAX, window);
  }

  private static int lost(RuleContext s, long stated, int length, boolean beginning) {
    boolean fromEnd = beginning ? stated < 0 : stated >= 0;
    if (fromEnd && length == Shape.FREE) {
      throw s.refusal(
          "cuts at " + stated + " from the far end of a free axis; fix the size of the images");
    }
    long lost =
        beginning ? (fromEnd ? length + stated : stated) : fromEnd ? length - stated : -stated;
    return (int) Math.max(0, Math.min(lost, length == Shape.FREE ? Short.MAX_VALUE : length));
  }

  /** Nothing where all are taken in order. */
  static void selected(RuleContext s, Chain chain, int axis, int... places) {
    Shape in = s.shape(0);
    boolean all = places.length == in.axis(axis - 1);
    boolean reversed = all && places.length == 3 && in.isMap() && axis == 3;
    for (int i = 0; i < places.length; i++) {
      all &= places[i] == i;
      reversed &= places[i] == places.length - 1 - i;
    }
    if (reversed) {
      chain.then(ReverseChannels::new);
    } else if (!all) {
      List<Integer> indices = IntStream.of(places).boxed().toList();
      chain.then((name, source) -> new Select(name, source, axis, indices));
    }
  }

  private static Layer reshaped(String name, String source, Shape parts, List<Slicing.Span> spans) {
    List<Integer> axes = new ArrayList<>();
    for (Slicing.Span span : spans.subList(1, spans.size())) {
      if (span.fate() == Slicing.Fate.NEW) {
        axes.add(1);
      } else if (span.fate() == Slicing.Fate.KEPT) {
        axes.add(parts.axis(span.axis() - 1));
      }
    }
    Shape target = new Shape(axes.stream().mapToInt(Integer::intValue).toArray());
    return new Reshape(name, source, target);
  }

  /** Some places of an axis by a constant list; a single one drops the axis. */
  static Optional<Layer> gather(RuleContext s) {
    if (s.attributes().integer("batch_dims") != 0) {
      throw s.refusal("gathers by image");
    }
    Shape in = s.shape(0);
    long[] axes = s.node().inputs().size() > 2 ? s.numbers(2) : new long[1];
    int axis = s.axis(axes[0], in.rank());
    long[] places = s.numbers(1);
    boolean drops = s.rankOf(1) == 0;
    if (axis == 0 || s.rankOf(1) > 1 || (drops && s.turned())) {
      throw s.refusal("gathers along the batch, or by a list of several axes");
    }
    int length = in.axis(axis - 1);
    int[] indices = Arrays.stream(places).mapToInt(p -> (int) (p < 0 ? p + length : p)).toArray();
    Chain chain = new Chain(s);
    selected(s, chain, axis, indices);
    if (drops) {
      chain.then((name, source) -> without(name, source, s.shapeOf(source), axis));
    }
    return chain.layer(s.input(0));
  }

  private static Layer without(String name, String source, Shape in, int axis) {
    int[] kept = IntStream.range(0, in.rank()).filter(i -> i != axis - 1).map(in::axis).toArray();
    return new Reshape(name, source, new Shape(kept));
  }

  /** Axes taken backwards. */
  static Optional<Layer> reverse(RuleContext s) {
    Shape in = s.shape(0);
    Chain chain = new Chain(s);
    for (long stated : s.numbers(1)) {
      int axis = s.axis(stated, in.rank());
      if (axis == 0 || in.axis(axis - 1) == Shape.FREE) {
        throw s.refusal("reverses the batch or an axis of any length");
      }
      int length = in.axis(axis - 1);
      selected(s, chain, axis, IntStream.range(0, length).map(i -> length - 1 - i).toArray());
    }
    return chain.layer(s.input(0));
  }

  /** As many equal parts as {@code num_split} says; the axis comes first. */
  static Optional<Layer> split(RuleContext s) {
    long parts = s.attributes().integer("num_split");
    int axis = dividedAxis(s, 1, s.numbers(0)[0]);
    int length = s.shape(1).axis(axis - 1);
    if (parts < 1 || parts > MOST_PARTS || length % parts != 0) {
      throw s.refusal("splits an axis of " + length + " into " + parts);
    }
    int[] sizes = new int[(int) parts];
    Arrays.fill(sizes, length / sizes.length);
    return parts(s, s.input(1), axis, sizes);
  }

  /** Parts of stated sizes, one of which may be -1. */
  static Optional<Layer> splitBySizes(RuleContext s) {
    int axis = dividedAxis(s, 0, s.numbers(2)[0]);
    int length = s.shape(0).axis(axis - 1);
    long[] stated = s.numbers(1);
    int[] sizes = new int[stated.length];
    int rest = length - (int) Arrays.stream(stated).filter(n -> n > 0).sum();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = stated[i] < 0 ? rest : (int) stated[i];
    }
    if (sizes.length > MOST_PARTS || IntStream.of(sizes).sum() != length) {
      throw s.refusal("splits an axis of " + length + " into parts of other sizes");
    }
    return parts(s, s.input(0), axis, sizes);
  }

  /** Places of an axis one by one, without that axis. */
  static Optional<Layer> unpack(RuleContext s) {
    int axis = dividedAxis(s, 0, s.attributes().integer("axis"));
    int length = s.shape(0).axis(axis - 1);
    String source = s.input(0);
    for (int i = 0; i < Math.min(length, MOST_PARTS); i++) {
      int place = i;
      String part = s.before(name -> new Select(name, source, axis, List.of(place)));
      s.give(i, name -> without(name, part, s.shapeOf(part), axis));
    }
    return Optional.empty();
  }

  private static int dividedAxis(RuleContext s, int input, long stated) {
    Shape in = s.shape(input);
    int axis = s.axis(stated, in.rank());
    if (axis == 0 || in.axis(axis - 1) == Shape.FREE) {
      throw s.refusal("divides the batch or an axis of any length");
    }
    return axis;
  }

  private static Optional<Layer> parts(RuleContext s, String source, int axis, int... sizes) {
    int from = 0;
    for (int i = 0; i < sizes.length; i++) {
      List<Integer> places = IntStream.range(from, from + sizes[i]).boxed().toList();
      s.give(i, name -> new Select(name, source, axis, places));
      from += sizes[i];
    }
    return Optional.empty();
  }

  /** Values side by side along a new axis, the last. */
  static Layer pack(RuleContext s) {
    Shape in = s.shape(0);
    long axis = s.attributes().integer("axis");
    int rank = in.rank() + 1;
    if (axis != -1 && axis != rank) {
      throw s.refusal("stacks along axis " + axis + "; the last is supported");
    }
    int[] axes = Arrays.copyOf(in.axes(), rank);
    axes[rank - 1] = 1;
    List<String> parts = new ArrayList<>();
    for (String input : s.inputs(s.node().inputs().size())) {
      parts.add(s.before(name -> new Reshape(name, input, new Shape(axes))));
    }
    return new Concat(s.name(), parts);
  }

  /** {@code ConcatV2} names the axis last, {@code Concat} first. */
  static Layer concat(RuleContext s) {
    int last = s.node().inputs().size() - 1;
    boolean old = s.node().is("Concat");
    long[] axis = s.numbers(old ? 0 : last);
    List<String> parts = s.inputs(old ? 1 : 0, old ? last + 1 : last);
    Shape first = s.shapeOf(parts.get(0));
    int along = axis.length == 1 ? s.axis(axis[0], first.rank()) : 0;
    if (along == 0) {
      throw s.refusal("joins the images of batches");
    }
    return new Concat(s.name(), parts, along == first.rank() ? Concat.LAST : along);
  }
}
