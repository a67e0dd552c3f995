package org.graft.plan;

/**
 * Greatest or mean value of a window; padded cells count for neither: Keras {@code MaxPooling2D},
 * {@code AveragePooling2D}.
 */
public record Pool2d(
    String name, String input, Reduction reduction, Size2d window, Size2d strides, Padding padding)
    implements Unary {

  @Override
  public Shape outputShape(Shape in) {
    return new Shape(
        padding.outputLength(in.height(), window.height(), strides.height()),
        padding.outputLength(in.width(), window.width(), strides.width()),
        in.channels());
  }

  @Override
  public Pool2d reading(String source) {
    return new Pool2d(name, source, reduction, window, strides, padding);
  }
}
