package org.graft.source.tensorflow;

import java.util.Arrays;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.source.tensorflow.kernel.Array;

/**
 * A constant that a map, a sequence or a vector is joined with value by value.
 *
 * @param shape its axes beside those that it is joined with, in the plan's order, of length 1 where
 *     it is stretched
 */
record Operand(float[] values, Shape shape) {
  private static final int MAP = 3;

  /**
   * The constant beside an input of {@code rank} axes.
   *
   * @param turned whether the graph has the axes of maps as [channels, height, width]
   */
  static Operand of(Node node, Literal literal, int rank, boolean turned) {
    int[] axes = literal.shape();
    int more = axes.length - rank;
    if (more > 1 || (more == 1 && axes[0] != 1)) {
      throw node.refusal(
          "joins %s with what has %s axes; one that is the same for every image is expected"
              .formatted(literal, rank + 1));
    }
    int[] own = new int[rank];
    Arrays.fill(own, 1);
    int count = Math.min(rank, axes.length);
    System.arraycopy(axes, axes.length - count, own, rank - count, count);
    if (!turned || rank != MAP) {
      return new Operand(literal.floats(), new Shape(own));
    }
    Array last = Array.of(literal.floats(), own).transposed(1, 2, 0);
    return new Operand(last.values(), new Shape(last.shape()));
  }

  /** Whether it is one number, or one for each place of the last axis. */
  boolean isVector() {
    return shape.rank() == 0 || shape.size() == shape.channels();
  }

  Tensor tensor() {
    return new Tensor(values, shape.axes());
  }

  Operand negated() {
    float[] negated = new float[values.length];
    for (int i = 0; i < negated.length; i++) {
      negated[i] = -values[i];
    }
    return new Operand(negated, shape);
  }

  Operand inverted() {
    float[] inverted = new float[values.length];
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = 1 / values[i];
    }
    return new Operand(inverted, shape);
  }
}
