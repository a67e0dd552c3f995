package org.graft.plan;

/**
 * Every cell repeated {@code times.height()} by {@code times.width()}: Keras {@code UpSampling2D}.
 */
public record UpSample2d(String name, String input, Size2d times) implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    return new Shape(
        times(in.height(), times.height()), times(in.width(), times.width()), in.channels());
  }

  private static int times(int length, int times) {
    return length == Shape.FREE ? Shape.FREE : Math.multiplyExact(length, times);
  }

  @Override
  public UpSample2d reading(String source) {
    return new UpSample2d(name, source, times);
  }
}
