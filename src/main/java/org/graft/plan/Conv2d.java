package org.graft.plan;

import java.util.ArrayList;
import java.util.List;

/** Two-dimensional convolution with one group and no dilation: Keras {@code Conv2D}. */
public record Conv2d(
    String name,
    String input,
    int filters,
    Size2d kernel,
    Size2d strides,
    Padding padding,
    boolean bias,
    Activation activation)
    implements Unary {

  @Override
  public Shape outputShape(Shape in) {
    return new Shape(
        padding.outputLength(in.height(), kernel.height(), strides.height()),
        padding.outputLength(in.width(), kernel.width(), strides.width()),
        filters);
  }

  @Override
  public List<Parameter> parameters(Shape in) {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(
        new Parameter(Weights.KERNEL, kernel.height(), kernel.width(), in.channels(), filters));
    if (bias) {
      parameters.add(new Parameter(Weights.BIAS, filters));
    }
    return parameters;
  }

  @Override
  public Conv2d reading(String source) {
    return new Conv2d(name, source, filters, kernel, strides, padding, bias, activation);
  }
}
