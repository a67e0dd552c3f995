package org.graft.plan;

import java.util.ArrayList;
import java.util.List;

/** A layer that moves kernels over a map, adds a bias and applies a function. */
public sealed interface Convolution extends Unary permits Conv2d, DepthwiseConv2d, SeparableConv2d {
  /** How the kernels go over the map. */
  Window window();

  boolean bias();

  Activation activation();

  /** The same layer with a bias. */
  Convolution withBias();

  /** Channels of the output for {@code in} channels of the input. */
  int channels(int in);

  /** The kernels for {@code in} channels; the last of them holds output channels fastest. */
  List<Parameter> kernels(int in);

  @Override
  default Shape outputShape(Shape in) {
    return window().over(in, channels(in.channels()));
  }

  @Override
  default List<Parameter> parameters(Shape in) {
    List<Parameter> parameters = new ArrayList<>(kernels(in.channels()));
    if (bias()) {
      parameters.add(new Parameter(Weights.BIAS, channels(in.channels())));
    }
    return parameters;
  }
}
