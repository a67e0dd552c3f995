package org.graft.plan;

/** The same values in another shape: Keras {@code Reshape}. */
public record Reshape(String name, String input, Shape target) implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    return target;
  }

  @Override
  public Reshape reading(String source) {
    return new Reshape(name, source, target);
  }
}
