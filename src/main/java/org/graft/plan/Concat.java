package org.graft.plan;

import java.util.List;

/**
 * Inputs side by side along one axis: Keras {@code Concatenate}.
 *
 * @param axis counted with the batch, which is axis 0, or from the end; 0 itself, as plans before
 *     it was stated have it, means the last
 */
public record Concat(String name, List<String> inputs, int axis) implements Merge {
  /** The axis of channels. */
  public static final int LAST = -1;

  public Concat {
    inputs = List.copyOf(inputs);
    axis = axis == 0 ? LAST : axis;
  }

  /** Along the last axis. */
  public Concat(String name, List<String> inputs) {
    this(name, inputs, LAST);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape first = inputs.get(0);
    int along = first.place(axis);
    int[] joined = first.axes();
    for (Shape other : inputs.subList(1, inputs.size())) {
      int[] axes = other.axes();
      requireLike(first, other, along);
      boolean free = joined[along] == Shape.FREE || axes[along] == Shape.FREE;
      joined[along] = free ? Shape.FREE : Math.addExact(joined[along], axes[along]);
    }
    return new Shape(joined);
  }

  private static void requireLike(Shape first, Shape other, int along) {
    boolean alike = first.rank() == other.rank();
    for (int i = 0; alike && i < first.rank(); i++) {
      boolean known = first.axis(i) != Shape.FREE && other.axis(i) != Shape.FREE;
      alike = i == along || !known || first.axis(i) == other.axis(i);
    }
    if (!alike) {
      throw new IllegalArgumentException(
          "[" + first + "] and [" + other + "] do not lie side by side");
    }
  }
}
