package org.graft.plan;

import java.util.List;

/**
 * Matrix product of two sequences; of two vectors, one number. Keras {@code Dot} and {@code
 * ops.matmul}.
 *
 * @param turnsFirst whether the first's axes are swapped before
 * @param turnsSecond whether the second's are
 */
public record MatMul(String name, List<String> inputs, boolean turnsFirst, boolean turnsSecond)
    implements Merge {
  public MatMul {
    inputs = List.copyOf(inputs);
    if (inputs.size() != 2) {
      throw new IllegalArgumentException("a product is not made of " + inputs);
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape first = inputs.get(0);
    Shape second = inputs.get(1);
    int rank = first.rank();
    int summed = rank == 2 ? first.axis(turnsFirst ? 0 : 1) : first.channels();
    boolean fits =
        rank == second.rank()
            && rank <= 2
            && summed == (rank == 2 ? second.axis(turnsSecond ? 1 : 0) : second.channels());
    if (!fits) {
      throw new IllegalArgumentException("[" + first + "] is not multiplied by [" + second + "]");
    }
    return rank == 1
        ? new Shape(1)
        : new Shape(first.axis(turnsFirst ? 1 : 0), second.axis(turnsSecond ? 0 : 1));
  }

  @Override
  public MatMul reading(List<String> sources) {
    return new MatMul(name, sources, turnsFirst, turnsSecond);
  }
}
