package org.graft.plan;

/**
 * The middle of a map, which is no smaller; the odd row and column stay at the lower right. Keras
 * {@code CenterCrop}.
 */
public record CenterCrop(String name, String input, Size2d size) implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    if (isShort(in.height(), size.height()) || isShort(in.width(), size.width())) {
      throw new IllegalArgumentException(
          "[%s] comes in, which has no middle of %dx%d".formatted(in, size.height(), size.width()));
    }
    return new Shape(size.height(), size.width(), in.channels());
  }

  private static boolean isShort(int length, int wanted) {
    return length != Shape.FREE && length < wanted;
  }
}
