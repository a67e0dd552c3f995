package org.graft.plan;

import java.util.List;

/**
 * Matrix product of two sequences; of two vectors, one number. Arrays of more axes are sequences
 * along their last two, each multiplied by the one in the same place. Keras {@code Dot} and {@code
 * ops.matmul}.
 *
 * @param turnsFirst whether the first's last two axes are swapped before
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
    boolean fits = rank == second.rank() && rank > 0;
    if (fits && rank == 1) {
      fits = first.equals(second);
    } else if (fits) {
      fits = first.axis(turnsFirst ? -2 : -1) == second.axis(turnsSecond ? -1 : -2);
      for (int axis = 0; axis < rank - 2; axis++) {
        fits &= first.axis(axis) == second.axis(axis);
      }
    }
    if (!fits) {
      throw new IllegalArgumentException("[" + first + "] is not multiplied by [" + second + "]");
    }
    if (rank == 1) {
      return new Shape(1);
    }
    int[] axes = first.axes();
    axes[rank - 2] = first.axis(turnsFirst ? -1 : -2);
    axes[rank - 1] = second.axis(turnsSecond ? -2 : -1);
    return new Shape(axes);
  }
}
