package org.graft.plan;

import java.util.List;

/** Inputs side by side along the last axis: Keras {@code Concatenate}. */
public record Concat(String name, List<String> inputs) implements Merge {
  public Concat {
    inputs = List.copyOf(inputs);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    int[] axes = inputs.get(0).axes();
    axes[axes.length - 1] = inputs.stream().mapToInt(Shape::channels).sum();
    return new Shape(axes);
  }

  @Override
  public Concat reading(List<String> sources) {
    return new Concat(name, sources);
  }
}
