package org.graft.plan;

import java.util.List;
import java.util.Map;
import org.graft.storage.RecordCopy;

/** A layer that moves kernels over a map, adds a bias and applies a function. */
public sealed interface Convolution extends Unary permits Conv2d, DepthwiseConv2d, SeparableConv2d {
  /** How the kernels go over the map. */
  Window window();

  boolean bias();

  Activation activation();

  /** The same kernels under another name, with another window, bias and function. */
  default Convolution rebuilt(String name, Window window, boolean bias, Activation activation) {
    return RecordCopy.of(
        this, Map.of("name", name, "window", window, "bias", bias, "activation", activation));
  }

  /** The same layer with a bias. */
  default Convolution withBias() {
    return rebuilt(name(), window(), true, activation());
  }

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
    return Parameter.products(kernels(in.channels()), bias(), channels(in.channels()));
  }
}
