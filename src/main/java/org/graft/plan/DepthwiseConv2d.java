package org.graft.plan;

import java.util.ArrayList;
import java.util.List;

/** One small convolution for each channel: Keras {@code DepthwiseConv2D}. */
public record DepthwiseConv2d(
    String name,
    String input,
    int multiplier,
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
        in.channels() * multiplier);
  }

  @Override
  public List<Parameter> parameters(Shape in) {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(
        new Parameter(Weights.KERNEL, kernel.height(), kernel.width(), in.channels(), multiplier));
    if (bias) {
      parameters.add(new Parameter(Weights.BIAS, in.channels() * multiplier));
    }
    return parameters;
  }

  @Override
  public DepthwiseConv2d reading(String source) {
    return new DepthwiseConv2d(
        name, source, multiplier, kernel, strides, padding, bias, activation);
  }
}
