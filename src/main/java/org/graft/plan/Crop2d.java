package org.graft.plan;

/** A map without its outer rows and columns: Keras {@code Cropping2D}. */
public record Crop2d(String name, String input, int top, int bottom, int left, int right)
    implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    return new Shape(
        cropped(in.height(), top + bottom), cropped(in.width(), left + right), in.channels());
  }

  private static int cropped(int length, int lost) {
    return length == Shape.FREE ? Shape.FREE : Math.max(0, length - lost);
  }

  @Override
  public LayerKind kind() {
    return CommonKind.CROP2D;
  }
}
