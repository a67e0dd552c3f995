package org.graft.plan;

/**
 * Greatest or mean value of a window; padded cells count for neither: Keras {@code MaxPooling2D},
 * {@code AveragePooling2D}.
 */
public record Pool2d(String name, String input, Reduction reduction, Window window)
    implements Unary {

  @Override
  public Shape outputShape(Shape in) {
    return window.over(in, in.channels());
  }
}
