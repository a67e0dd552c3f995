package org.graft.plan;

/** A map as one vector, channels fastest: Keras {@code Flatten}. */
public record Flatten(String name, String input) implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    return new Shape(in.size());
  }
}
