package org.graft.plan;

import java.util.List;

/**
 * A rectifier whose slope below 0 is learned (He et al. 2015): Keras {@code PReLU}.
 *
 * @param shared axes, counted from 1 as Keras does, along which all values have one slope
 */
public record PRelu(String name, String input, List<Integer> shared) implements Unary {
  public PRelu {
    shared = List.copyOf(shared);
  }

  @Override
  public List<Parameter> parameters(Shape in) {
    int[] axes = in.axes();
    for (int axis : shared) {
      if (axis < 1 || axis > axes.length) {
        throw new IllegalArgumentException(in + " has no axis " + axis + " to share slopes along");
      }
      axes[axis - 1] = 1;
    }
    return List.of(new Parameter(Weights.ALPHA, axes));
  }
}
