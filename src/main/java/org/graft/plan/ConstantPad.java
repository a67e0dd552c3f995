package org.graft.plan;

import java.util.List;

/**
 * One value around an array, by axis: rows, columns and channels of a map. Zeros around rows and
 * columns alone are a {@link ZeroPad2d}.
 *
 * @param before how many before each axis, the first of them the first behind the batch
 * @param after how many behind each axis
 */
public record ConstantPad(
    String name, String input, List<Integer> before, List<Integer> after, double value)
    implements Unary {
  public ConstantPad {
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (before.size() != after.size()) {
      throw new IllegalArgumentException("pads " + before + " before and " + after + " behind");
    }
  }

  @Override
  public Shape outputShape(Shape in) {
    int[] axes = in.axes();
    if (axes.length != before.size()) {
      throw new IllegalArgumentException("[" + in + "] comes in, " + before.size() + " axes pad");
    }
    for (int i = 0; i < axes.length; i++) {
      axes[i] =
          axes[i] == Shape.FREE
              ? Shape.FREE
              : Math.addExact(axes[i], Math.addExact(before.get(i), after.get(i)));
    }
    return new Shape(axes);
  }
}
