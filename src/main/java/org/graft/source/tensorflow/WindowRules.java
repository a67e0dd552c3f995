package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.Optional;
import org.graft.plan.Crop2d;
import org.graft.plan.GlobalPool;
import org.graft.plan.Layer;
import org.graft.plan.Pool2d;
import org.graft.plan.Reduction;
import org.graft.plan.Shape;
import org.graft.plan.Window;
import org.graft.plan.ZeroPad2d;
import org.graft.source.tensorflow.Translator.Step;

/** Operations that look at several cells of a map, or change its border. */
final class WindowRules {
  private static final int MOST_BORDER = 1 << 12;

  private WindowRules() {}

  static Optional<Layer> mean(Step s) {
    return global(s, Reduction.MEAN);
  }

  static Optional<Layer> max(Step s) {
    return global(s, Reduction.MAX);
  }

  private static Optional<Layer> global(Step s, Reduction reduction) {
    Attributes a = s.attributes();
    boolean keep = a.flag("keep_dims");
    a.finish();
    long[] axes = s.numbers(1);
    Arrays.sort(axes);
    if (!s.shape(0).isMap() || !Arrays.equals(axes, new long[] {1, 2})) {
      throw Refusal.of(
          s.node(),
          "goes over axes "
              + Arrays.toString(axes)
              + " of "
              + s.shape(0)
              + "; rows and columns [1, 2] of a map are supported");
    }
    return Optional.of(new GlobalPool(s.name(), s.input(0), reduction, keep));
  }

  static Optional<Layer> maxPool(Step s) {
    return pool(s, Reduction.MAX);
  }

  static Optional<Layer> averagePool(Step s) {
    return pool(s, Reduction.MEAN);
  }

  private static Optional<Layer> pool(Step s, Reduction reduction) {
    Attributes a = s.attributes().require("data_format", "NHWC");
    a.requireAll("explicit_paddings", 0);
    Window window = new Window(a.size2d("ksize"), a.size2d("strides"), a.padding());
    a.finish();
    return Optional.of(new Pool2d(s.name(), s.input(0), reduction, window));
  }

  /** {@code [[0, 0], [top, bottom], [left, right], [0, 0]]}, filled with zeros. */
  static Optional<Layer> pad(Step s) {
    s.attributes().finish();
    long[] p = s.numbers(1);
    boolean zeros = s.node().inputs().size() < 3 || s.values(2)[0] == 0;
    boolean border = p.length == 8 && p[0] == 0 && p[1] == 0 && p[6] == 0 && p[7] == 0;
    if (!zeros || !border || Arrays.stream(p).anyMatch(n -> n < 0 || n > MOST_BORDER)) {
      throw Refusal.of(
          s.node(), "pads by " + Arrays.toString(p) + "; zeros around a map are supported");
    }
    return Optional.of(
        new ZeroPad2d(s.name(), s.input(0), (int) p[2], (int) p[3], (int) p[4], (int) p[5]));
  }

  /** A map without its border. */
  static Optional<Layer> crop(Step s) {
    Attributes a = s.attributes();
    long beginMask = a.integer("begin_mask");
    long endMask = a.integer("end_mask");
    long others =
        a.integer("ellipsis_mask") | a.integer("new_axis_mask") | a.integer("shrink_axis_mask");
    a.value("Index");
    a.finish();
    long[] begin = s.numbers(1);
    long[] end = s.numbers(2);
    boolean straight = Arrays.stream(s.numbers(3)).allMatch(step -> step == 1);
    Shape in = s.shape(0);
    if (!straight || others != 0 || !in.isMap() || begin.length > 4 || end.length != begin.length) {
      throw Refusal.of(s.node(), "takes a part of " + in + " that is no map without its border");
    }
    int[] lost = new int[8];
    for (int i = 0; i < begin.length; i++) {
      int length = i == 0 ? Shape.FREE : in.axis(i - 1);
      lost[2 * i] = (beginMask >> i & 1) == 1 ? 0 : border(s, begin[i], length, true);
      lost[2 * i + 1] = (endMask >> i & 1) == 1 ? 0 : border(s, end[i], length, false);
    }
    if (lost[0] + lost[1] + lost[6] + lost[7] != 0) {
      throw Refusal.of(s.node(), "takes a part of the images or of the channels");
    }
    return Optional.of(new Crop2d(s.name(), s.input(0), lost[2], lost[3], lost[4], lost[5]));
  }

  private static int border(Step s, long stated, int length, boolean beginning) {
    boolean fromEnd = beginning ? stated < 0 : stated >= 0;
    if (fromEnd && length == Shape.FREE) {
      throw Refusal.of(s.node(), "cuts at " + stated + " from the far end of a free axis");
    }
    long lost =
        beginning ? (fromEnd ? length + stated : stated) : fromEnd ? length - stated : -stated;
    if (lost < 0 || lost > MOST_BORDER) {
      throw Refusal.of(s.node(), "cuts at " + stated + " of " + length);
    }
    return (int) lost;
  }
}
