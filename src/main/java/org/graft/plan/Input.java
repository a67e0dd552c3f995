package org.graft.plan;

import java.util.List;

/** Where images come in: {@code InputLayer}. */
public record Input(String name, Shape shape) implements Layer {
  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return shape;
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    return List.of();
  }
}
