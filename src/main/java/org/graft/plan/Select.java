package org.graft.plan;

import java.util.List;

/**
 * Some places of one axis, in any order and any number of times: what splits, slices and gathers
 * take of channels, rows or columns.
 *
 * @param axis counted from 1 as Keras does
 * @param indices places of that axis, counted from 0
 */
public record Select(String name, String input, int axis, List<Integer> indices) implements Unary {
  public Select {
    indices = List.copyOf(indices);
    if (indices.isEmpty()) {
      throw new IllegalArgumentException("layer " + name + " selects nothing");
    }
  }

  @Override
  public Shape outputShape(Shape in) {
    int[] axes = in.axes();
    if (axis < 1 || axis > axes.length) {
      throw new IllegalArgumentException("[" + in + "] has no axis " + axis + " to select from");
    }
    int length = axes[axis - 1];
    for (int index : indices) {
      if (index < 0 || (length != Shape.FREE && index >= length)) {
        throw new IllegalArgumentException("[" + in + "] has no place " + index);
      }
    }
    axes[axis - 1] = indices.size();
    return new Shape(axes);
  }
}
