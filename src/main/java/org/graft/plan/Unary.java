package org.graft.plan;

import java.util.List;

/** A layer with one input. */
public non-sealed interface Unary extends Layer {
  /** Name of the layer whose output comes in. */
  String input();

  /** The output's shape for this input's. */
  default Shape outputShape(Shape in) {
    return in;
  }

  /** The arrays needed for this input's shape, in Keras' order. */
  default List<Parameter> parameters(Shape in) {
    return List.of();
  }

  @Override
  default List<String> inputs() {
    return List.of(input());
  }

  @Override
  default Shape outputShape(List<Shape> inputs) {
    return outputShape(inputs.get(0));
  }

  @Override
  default List<Parameter> parameters(List<Shape> inputs) {
    return parameters(inputs.get(0));
  }
}
