package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
    List<String> inputs = List.of(factor(step, 0), factor(step, 1));
    if (op.integer(2, 0) == 0) {
      return step.node("MatMul", inputs);
    }
    List<Dimension> product = new ArrayList<>(step.made(0).axes());
    Collections.swap(product, product.size() - 2, product.size() - 1);
    return step.turned(step.node("MatMul", product, inputs), product);
  }

  /** An input, with its last two axes swapped if it is to be. */
  private static String factor(OpTranslation step, int input) {
    return step.op().integer(input, 0) == 1
        ? step.turned(step.in(input), step.seen(input).axes())
        : step.in(input);
  }

  /** Sums over some axes of both, by their letters in Einstein's convention. */
  static String tensordot(OpTranslation step) {
    SameDiffOperation op = step.op();
    op.require(!op.flag(0) && !op.flag(1) && !op.flag(2), "transposes");
    long[] integers = op.integers();
    int count = Math.toIntExact(integers[0]);
    char[] first = "abcdefghijklm".substring(0, step.seen(0).rank()).toCharArray();
    char[] second = "nopqrstuvwxyz".substring(0, step.seen(1).rank()).toCharArray();
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

  static String distance(OpTranslation step, String reduction) {
    String difference = step.node("Sub", step.seen(0).axes(), step.ins());
    return ReductionOps.reduced(step, reduction, difference);
  }

  static String cosine(OpTranslation step) {
    String length = ReductionOps.reduced(step, "ReduceL2", step.in(0));
    String other = ReductionOps.reduced(step, "ReduceL2", step.in(1));
    String both = step.node("Mul", length, other);
    String least = step.node("Max", both, step.number(LEAST));
    return step.node("Div", summed(step, step.in(0), step.in(1)), least);
  }

  /** Products summed up along the axes. */
  static String summed(OpTranslation step, String one, String other) {
    return ReductionOps.reduced(
        step, "ReduceSum", step.node("Mul", step.seen(0).axes(), List.of(one, other)));
  }
}
