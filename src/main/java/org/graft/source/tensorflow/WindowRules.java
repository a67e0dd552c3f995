package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.graft.plan.ConstantPad;
import org.graft.plan.Layer;
import org.graft.plan.MirrorPad2d;
import org.graft.plan.Padding;
import org.graft.plan.Pool2d;
import org.graft.plan.Reduction;
import org.graft.plan.Size2d;
import org.graft.plan.Window;
import org.graft.plan.ZeroPad2d;

/** Operations that look at several cells of a map, or change its border. */
final class WindowRules {
  private static final int MOST_BORDER = 1 << 12;

  private WindowRules() {}

  static Optional<Layer> pool(RuleContext s, Reduction reduction) {
    Attributes a = s.attributes();
    a.isTurned();
    boolean listed = s.node().is("MaxPoolV2");
    Size2d size = listed ? a.size2d(s.numbers(1)) : a.size2d("ksize");
    Size2d strides = listed ? a.size2d(s.numbers(2)) : a.size2d("strides");
    int[] border = a.border();
    Padding padding = border.length > 0 ? Padding.VALID : a.padding();
    s.node().attributes().keySet().stream().filter(n -> n.startsWith("Targmax")).forEach(a::value);
    a.requireFalse("include_batch_in_index").finish();
    Chain chain = new Chain(s);
    if (border.length > 0) {
      chain.then((name, x) -> bordered(name, x, -Float.MAX_VALUE, border));
    }
    chain.then((name, x) -> new Pool2d(name, x, reduction, new Window(size, strides, padding)));
    return chain.layer(s.input(0));
  }

  /** One value around a map; zeros are a layer that all engines know. */
  static Layer bordered(String name, String input, double value, int... border) {
    return value == 0
        ? new ZeroPad2d(name, input, border[0], border[1], border[2], border[3])
        : new ConstantPad(
            name, input, List.of(border[0], border[2], 0), List.of(border[1], border[3], 0), value);
  }

  /** {@code [[0, 0], [top, bottom], [left, right], [before, behind]]}, filled with one value. */
  static Layer pad(RuleContext s) {
    s.attributes().finish();
    double value = s.node().inputs().size() < 3 ? 0 : s.values(2)[0];
    int rank = s.shape(0).rank();
    int[][] amounts = amounts(s, rank);
    if (rank == 3 && amounts[2][0] == 0 && amounts[2][1] == 0) {
      int[] border = {amounts[0][0], amounts[0][1], amounts[1][0], amounts[1][1]};
      return bordered(s.name(), s.input(0), value, border);
    }
    List<Integer> before = Arrays.stream(amounts).map(a -> a[0]).toList();
    List<Integer> after = Arrays.stream(amounts).map(a -> a[1]).toList();
    return new ConstantPad(s.name(), s.input(0), before, after, value);
  }

  static Layer mirrorPad(RuleContext s) {
    Attributes a = s.attributes();
    boolean border = a.value("mode").getS().toStringUtf8().equals("SYMMETRIC");
    a.finish();
    int rank = s.shape(0).rank();
    int[][] p = amounts(s, rank);
    if (rank != 3 || p[2][0] != 0 || p[2][1] != 0) {
      throw s.refusal("mirrors other axes than rows and columns");
    }
    return new MirrorPad2d(s.name(), s.input(0), p[0][0], p[0][1], p[1][0], p[1][1], border);
  }

  /** How many before and behind each axis of the layer's own input. */
  private static int[][] amounts(RuleContext s, int rank) {
    long[] p = s.numbers(1);
    boolean batch = p.length == 2 * rank + 2 && p[0] == 0 && p[1] == 0;
    if (!batch || Arrays.stream(p).anyMatch(n -> n < 0 || n > MOST_BORDER)) {
      throw s.refusal("pads " + s.shape(0) + " by " + Arrays.toString(p));
    }
    int[][] amounts = new int[rank][];
    for (int axis = 1; axis <= rank; axis++) {
      amounts[s.axis(axis, rank) - 1] = new int[] {(int) p[2 * axis], (int) p[2 * axis + 1]};
    }
    return amounts;
  }
}
