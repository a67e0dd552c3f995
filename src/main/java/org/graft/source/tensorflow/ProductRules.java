package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.graft.plan.Activation;
import org.graft.plan.Dense;
import org.graft.plan.Layer;
import org.graft.plan.MatMul;
import org.graft.plan.Permute;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;

/** Products of more than vectors: of each cell with one matrix, or of two arrays with another. */
final class ProductRules {
  private static final Pattern CELLS =
      Pattern.compile("(\\w+|\\.\\.\\.)(\\w),(\\w)(\\w)->(\\w+|\\.\\.\\.)(\\w)");

  private ProductRules() {}

  /** {@code BatchMatMul}, along the last two axes of both. */
  static Optional<Layer> batched(RuleContext s) {
    Attributes a = WeightRules.attributes(s).requireFalse("grad_x").requireFalse("grad_y");
    s.node().attributes().keySet().stream().filter(n -> n.startsWith("T")).forEach(a::value);
    boolean first = a.flag("adj_x");
    boolean second = a.flag("adj_y");
    if (s.isConstant(0)) {
      a.finish();
      return fromTheLeft(s, first, second);
    }
    if (!s.isConstant(1)) {
      a.finish();
      return Optional.of(new MatMul(s.name(), s.inputs(2), first, second));
    }
    if (!first) {
      return WeightRules.dense(s, a, second);
    }
    a.finish();
    Tensor kernel = matrix(s, 1, second);
    return new Chain(s)
        .then((name, x) -> swapped(s, name, x))
        .then((name, x) -> dense(s, name, x, kernel))
        .layer(s.input(0));
  }

  /** A matrix times each array: the transpose of the product of the transposes. */
  private static Optional<Layer> fromTheLeft(RuleContext s, boolean first, boolean second) {
    Tensor kernel = matrix(s, 0, !first);
    Chain chain = new Chain(s);
    if (!second) {
      chain.then((name, x) -> swapped(s, name, x));
    }
    return chain
        .then((name, x) -> dense(s, name, x, kernel))
        .then((name, x) -> swapped(s, name, x))
        .layer(s.input(1));
  }

  /** A constant matrix, which may have axes of length 1 before its own. */
  private static Tensor matrix(RuleContext s, int index, boolean turned) {
    Tensor stored = s.tensor(index, s.rankOf(index));
    int[] axes = stored.shape();
    int own = axes.length - 2;
    if (own < 0 || IntStream.range(0, own).anyMatch(i -> axes[i] != 1)) {
      throw s.refusal("multiplies with " + stored + "; one matrix is expected");
    }
    Tensor matrix = new Tensor(stored.values(), axes[own], axes[own + 1]);
    return turned ? WeightRules.transposed(matrix) : matrix;
  }

  private static Layer dense(RuleContext s, String name, String input, Tensor kernel) {
    s.putAt(name, Weights.KERNEL, kernel);
    return new Dense(name, input, kernel.shape()[1], false, Activation.LINEAR);
  }

  private static Layer swapped(RuleContext s, String name, String input) {
    int rank = s.shapeOf(input).rank();
    if (rank < 2) {
      throw s.refusal("swaps the axes of " + s.shapeOf(input) + " with the batch's");
    }
    List<Integer> order = new ArrayList<>(IntStream.rangeClosed(1, rank).boxed().toList());
    order.add(order.remove(rank - 2));
    return new Permute(name, input, order);
  }

  /** Of the last axis with a matrix, {@code abc,cd->abd}; any other by what it sums along. */
  static Optional<Layer> einsum(RuleContext s) {
    Attributes a = WeightRules.attributes(s);
    String equation = a.value("equation").getS().toStringUtf8().replace(" ", "");
    Matcher cells = CELLS.matcher(equation);
    if (s.isConstant(1) && cells.matches() && cells.group(1).equals(cells.group(5))) {
      boolean straight =
          cells.group(2).equals(cells.group(3)) && cells.group(4).equals(cells.group(6));
      boolean turned =
          cells.group(2).equals(cells.group(4)) && cells.group(3).equals(cells.group(6));
      if (straight || turned) {
        return WeightRules.dense(s, a, turned);
      }
    }
    a.finish();
    return new EinsumRule(s, equation).layer();
  }
}
