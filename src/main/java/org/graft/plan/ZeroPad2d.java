package org.graft.plan;

/** Rows and columns of zeros around a map: Keras {@code ZeroPadding2D}. */
public record ZeroPad2d(String name, String input, int top, int bottom, int left, int right)
    implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    return new Shape(
        padded(in.height(), top + bottom), padded(in.width(), left + right), in.channels());
  }

  private static int padded(int length, int zeros) {
    return length == Shape.FREE ? Shape.FREE : length + zeros;
  }

  @Override
  public LayerKind kind() {
    return CommonKind.ZERO_PAD2D;
  }
}
