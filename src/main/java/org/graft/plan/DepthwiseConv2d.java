package org.graft.plan;

import java.util.List;

/** {@code multiplier} small convolutions for each channel: Keras {@code DepthwiseConv2D}. */
public record DepthwiseConv2d(
    String name, String input, int multiplier, Window window, boolean bias, Activation activation)
    implements Convolution {

  @Override
  public int channels(int in) {
    return Math.multiplyExact(in, multiplier);
  }

  @Override
  public List<Parameter> kernels(int in) {
    Size2d size = window.size();
    return List.of(new Parameter(Weights.KERNEL, size.height(), size.width(), in, multiplier));
  }
}
