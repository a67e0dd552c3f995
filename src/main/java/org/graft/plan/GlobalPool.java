package org.graft.plan;

/**
 * Greatest or mean value of each channel's whole map, as a vector or, with {@code keepAxes}, as a
 * map of one cell: Keras {@code GlobalAveragePooling2D}, {@code GlobalMaxPooling2D}.
 */
public record GlobalPool(String name, String input, Reduction reduction, boolean keepAxes)
    implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    return keepAxes ? Shape.square(1, in.channels()) : new Shape(in.channels());
  }

  @Override
  public GlobalPool reading(String source) {
    return new GlobalPool(name, source, reduction, keepAxes);
  }
}
