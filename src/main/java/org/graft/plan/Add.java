package org.graft.plan;

import java.util.List;

/** The sum of inputs of one shape: Keras {@code Add}. */
public record Add(String name, List<String> inputs) implements Merge {
  public Add {
    inputs = List.copyOf(inputs);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public Add reading(List<String> sources) {
    return new Add(name, sources);
  }
}
