package org.graft.plan;

/** A map without its outer rows and columns: Keras {@code Cropping2D}. */
public record Crop2d(String name, String input, int top, int bottom, int left, int right)
    implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    return in.withSides(
        rows -> Math.max(0, rows - top - bottom), columns -> Math.max(0, columns - left - right));
  }
}
