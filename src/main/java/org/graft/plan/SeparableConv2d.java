package org.graft.plan;

import java.util.List;

/**
 * A depthwise convolution and behind it one of 1x1 to {@code filters} channels (Chollet 2017):
 * Keras {@code SeparableConv2D}.
 */
public record SeparableConv2d(
    String name,
    String input,
    int filters,
    int multiplier,
    Window window,
    boolean bias,
    Activation activation)
    implements Convolution {

  @Override
  public int channels(int in) {
    return filters;
  }

  @Override
  public List<Parameter> kernels(int in) {
    Size2d size = window.size();
    int between = Math.multiplyExact(in, multiplier);
    return List.of(
        new Parameter(Weights.KERNEL, size.height(), size.width(), in, multiplier),
        new Parameter(Weights.POINTWISE_KERNEL, 1, 1, between, filters));
  }
}
