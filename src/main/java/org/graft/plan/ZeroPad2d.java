package org.graft.plan;

/** Rows and columns of zeros around a map: Keras {@code ZeroPadding2D}. */
public record ZeroPad2d(String name, String input, int top, int bottom, int left, int right)
    implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    return in.withSides(rows -> rows + top + bottom, columns -> columns + left + right);
  }
}
