package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.graft.failure.Hint;
import org.graft.plan.Activation;
import org.graft.plan.Dense;
import org.graft.plan.Einsum;
import org.graft.plan.Layer;
import org.graft.plan.MatMul;
import org.graft.plan.Permute;
import org.graft.plan.Reshape;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.source.tensorflow.kernel.Array;

/** {@code Einsum} of two arrays, or of one and a constant. */
final class EinsumRule {
  private final RuleContext step;
  private final Einsum einsum;

  EinsumRule(RuleContext step, String equation) {
    this.step = step;
    boolean two = step.node().inputs().size() == 2 && !step.isConstant(0);
    Optional<Einsum> read = two ? Einsum.of(equation, step.isConstant(1)) : Optional.empty();
    this.einsum =
        read.orElseThrow(
            () ->
                step.refusal(
                    "computes %s; a product of two arrays, image by image, is expected"
                        .formatted(equation)));
  }

  Optional<Layer> layer() {
    return step.isConstant(1) ? byMatrix() : ofTwo();
  }

  /** Each cell by one matrix {@code [summed, columns]}. */
  private Optional<Layer> byMatrix() {
    Tensor stored = step.tensor(1, einsum.second().length());
    Shape in = step.shape(0);
    Shape own = new Shape(stored.shape());
    int columns = einsum.columns().length();
    int[] order = einsum.secondOrder().stream().mapToInt(axis -> axis - 1).toArray();
    float[] values = Array.of(stored.values(), stored.shape()).transposed(order).values();
    int depth =
        Arrays.stream(order)
            .limit(order.length - columns)
            .map(own::axis)
            .reduce(1, (a, b) -> a * b);
    Tensor matrix = new Tensor(values, depth, values.length / depth);
    Shape parted = einsum.parted(in, own);
    Chain chain = new Chain(step);
    permuted(chain, einsum.firstOrder());
    if (einsum.summed().length() > 1) {
      int[] rows = Arrays.copyOf(parted.axes(), parted.rank() - columns + 1);
      rows[rows.length - 1] = depth;
      chain.then((name, x) -> new Reshape(name, x, new Shape(rows)));
    }
    chain.then(
        (name, x) -> {
          step.putAt(name, Weights.KERNEL, matrix);
          return new Dense(name, x, matrix.shape()[1], false, Activation.LINEAR);
        });
    if (columns != 1) {
      chain.then((name, x) -> new Reshape(name, x, parted));
    }
    permuted(chain, einsum.resultOrder());
    return chain.layer(step.input(0));
  }

  private Optional<Layer> ofTwo() {
    Shape one = step.shape(0);
    Shape other = step.shape(1);
    if (one.size() == Shape.FREE || other.size() == Shape.FREE) {
      throw step.refusal(
          "multiplies " + one + " and " + other + "; fix the size with " + Hint.SHAPE.to("H,W"));
    }
    Shape left = einsum.firstJoined(one);
    Shape right = einsum.secondJoined(one, other);
    String first = prepared(0, einsum.firstOrder(), left);
    String second = prepared(1, einsum.secondOrder(), right);
    Shape parted = einsum.parted(one, other);
    Chain chain =
        new Chain(step).then((name, x) -> new MatMul(name, List.of(first, second), false, false));
    if (!parted.equals(multiplied(left, right))) {
      chain.then((name, x) -> new Reshape(name, x, parted));
    }
    permuted(chain, einsum.resultOrder());
    return chain.layer(first);
  }

  private static Shape multiplied(Shape left, Shape right) {
    int[] axes = left.axes();
    axes[axes.length - 1] = right.channels();
    return new Shape(axes);
  }

  private String prepared(int index, List<Integer> order, Shape shape) {
    String input = step.input(index);
    String turned =
        Einsum.isInOrder(order) ? input : step.before(name -> new Permute(name, input, order));
    return step.shapeOf(turned).equals(shape)
        ? turned
        : step.before(name -> new Reshape(name, turned, shape));
  }

  private static void permuted(Chain chain, List<Integer> order) {
    if (!Einsum.isInOrder(order)) {
      chain.then((name, x) -> new Permute(name, x, order));
    }
  }
}
