package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.graft.plan.Crop2d;
import org.graft.plan.Padding;
import org.graft.plan.Size2d;
import org.graft.plan.Tensor;
import org.graft.plan.Window;

/**
 * A convolution's window and what it goes over: the input itself, or the input within a border that
 * is neither SAME nor VALID.
 */
record Framed(String input, Window window) {
  /** Lengths for which an axis that only the image decides is tried. */
  private static final long[] PROBES = {18, 23, 31, 40};

  static Framed of(RuleContext s, Attributes a, Tensor kernel) {
    Size2d size = new Size2d(kernel.shape()[0], kernel.shape()[1]);
    Size2d strides = a.size2d("strides");
    Size2d dilation = a.has("dilations") ? a.size2d("dilations") : Size2d.square(1);
    int[] border = a.border();
    Padding padding = border.length > 0 ? Padding.VALID : a.padding();
    a.isTurned();
    a.finish();
    Window window = new Window(size, strides, dilation, padding);
    if (s.node().attributes().containsKey(Patterns.SPACES)) {
      return dilated(s, window);
    }
    return within(s, window, border.length > 0 ? border : new int[4]);
  }

  private static Framed within(RuleContext s, Window window, int... border) {
    if (Arrays.stream(border).allMatch(n -> n == 0)) {
      return new Framed(s.input(0), window);
    }
    String input = s.input(0);
    return new Framed(s.before(name -> WindowRules.bordered(name, input, 0, border)), window);
  }

  /**
   * The dilation is the block, and of the border that is added before the map is taken apart what
   * is cropped when it is put together goes off again.
   */
  private static Framed dilated(RuleContext s, Window window) {
    long[] block = s.numbers(2);
    boolean plain =
        block.length == 2
            && block[0] > 0
            && block[1] > 0
            && window.padding() == Padding.VALID
            && window.strides().equals(Size2d.square(1))
            && !window.hasGaps();
    if (!plain) {
      throw s.refusal("goes over a map taken apart in a way that is not supported");
    }
    Size2d dilation = new Size2d(Math.toIntExact(block[0]), Math.toIntExact(block[1]));
    Window spread = new Window(window.size(), window.strides(), dilation, Padding.VALID);
    int[] border = border(s);
    if (Arrays.equals(border, same(spread))) {
      Window same = new Window(window.size(), window.strides(), dilation, Padding.SAME);
      return new Framed(s.input(0), same);
    }
    int[] more = Arrays.stream(border).map(n -> Math.max(0, n)).toArray();
    int[] less = Arrays.stream(border).map(n -> Math.max(0, -n)).toArray();
    Framed framed = within(s, spread, more);
    if (Arrays.stream(less).allMatch(n -> n == 0)) {
      return framed;
    }
    String input =
        s.before(name -> new Crop2d(name, framed.input(), less[0], less[1], less[2], less[3]));
    return new Framed(input, spread);
  }

  /** Top, bottom, left and right; less than 0 where more is cropped than added. */
  private static int[] border(RuleContext s) {
    long[] first = difference(s, PROBES[0]);
    if (!LongStream.of(PROBES).allMatch(probe -> Arrays.equals(first, difference(s, probe)))) {
      throw s.refusal("has a border that depends on the image");
    }
    return Arrays.stream(first).mapToInt(Math::toIntExact).toArray();
  }

  private static long[] difference(RuleContext s, long probe) {
    long[] added = s.numbers(3, probe);
    long[] cropped = s.numbers(4, probe);
    if (added.length != 4 || cropped.length != 4) {
      throw s.refusal("pads " + added.length / 2 + " axes; rows and columns expected");
    }
    long[] difference = new long[4];
    for (int i = 0; i < 4; i++) {
      difference[i] = added[i] - cropped[i];
      if (Math.abs(difference[i]) > Short.MAX_VALUE) {
        throw s.refusal("pads by " + added[i]);
      }
    }
    return difference;
  }

  private static int[] same(Window window) {
    int rows = window.reach().height() - 1;
    int columns = window.reach().width() - 1;
    return new int[] {rows / 2, rows - rows / 2, columns / 2, columns - columns / 2};
  }
}
