package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Text;

/** Matrix products, and what sums up products of values that stand in the same place. */
final class ProductOps {
  private static final double LEAST = 1e-30;

  private ProductOps() {}

  static String matmul(OpTranslation step) {
    SameDiffOperation op = step.op();
    double[] factors = op.reals();
    op.require(factors.length < 1 || factors[0] == 1, "scales the product");
    op.require(factors.length < 2 || factors[1] == 0, "adds what is there");
    List<String> inputs =
        List.of(
            turned(step, step.in(0), step.seen(0).axes(), op.integer(0, 0) == 1),
            turned(step, step.in(1), step.seen(1).axes(), op.integer(1, 0) == 1));
    if (op.integer(2, 0) == 0) {
      return step.node("MatMul", inputs);
    }
    List<Dimension> product = swapped(step.made(0).axes());
    return turned(step, step.node("MatMul", product, inputs), product, true);
  }

  /** A value with its last two axes swapped, if it is to be. */
  private static String turned(
      OpTranslation step, String value, List<Dimension> axes, boolean turns) {
    if (!turns) {
      return value;
    }
    int[] order = IntStream.range(0, axes.size()).toArray();
    order[order.length - 2] = order.length - 1;
    order[order.length - 1] = order.length - 2;
    return step.transposed(value, axes, order);
  }

  private static List<Dimension> swapped(List<Dimension> axes) {
    List<Dimension> swapped = new ArrayList<>(axes);
    int last = axes.size() - 1;
    swapped.set(last, axes.get(last - 1));
    swapped.set(last - 1, axes.get(last));
    return swapped;
  }

  /** Sums over some axes of both, by their letters in Einstein's convention. */
  static String tensordot(OpTranslation step) {
    SameDiffOperation op = step.op();
    op.require(!op.flag(0) && !op.flag(1) && !op.flag(2), "transposes");
    long[] integers = op.integers();
    int count = Math.toIntExact(integers[0]);
    char[] first = letters('a', step.seen(0).rank());
    char[] second = letters('n', step.seen(1).rank());
    String made = new String(first) + new String(second);
    for (int i = 0; i < count; i++) {
      int axis = step.seen(0).place(integers[1 + i]);
      int other = step.seen(1).place(integers[2 + count + i]);
      made = made.replace("" + first[axis], "").replace("" + second[other], "");
      second[other] = first[axis];
    }
    String equation = new String(first) + "," + new String(second) + "->" + made;
    return step.node("Einsum", step.ins(), new Text("equation", equation));
  }

  private static char[] letters(char from, int count) {
    char[] letters = new char[count];
    for (int i = 0; i < count; i++) {
      letters[i] = (char) (from + i);
    }
    return letters;
  }

  static String dot(OpTranslation step) {
    return summed(step, step.in(0), step.in(1));
  }

  static String distance(OpTranslation step, String reduction) {
    String difference = step.node("Sub", step.seen(0).axes(), step.ins());
    return reduced(step, reduction, difference);
  }

  static String cosine(OpTranslation step) {
    String length = reduced(step, "ReduceL2", step.in(0));
    String other = reduced(step, "ReduceL2", step.in(1));
    String both = step.node("Mul", List.of(length, other));
    String least = step.node("Max", List.of(both, step.number(LEAST)));
    return step.node("Div", List.of(summed(step, step.in(0), step.in(1)), least));
  }

  private static String summed(OpTranslation step, String one, String other) {
    return reduced(step, "ReduceSum", step.node("Mul", step.seen(0).axes(), List.of(one, other)));
  }

  private static String reduced(OpTranslation step, String type, String value) {
    boolean keep = step.made(0).rank() == step.seen(0).rank();
    int[] axes = ReductionOps.axes(step);
    return ReductionOps.reduce(step, type, value, axes, step.made(0).axes(), keep);
  }
}
