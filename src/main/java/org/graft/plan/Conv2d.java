package org.graft.plan;

import java.util.List;

/**
 * Two-dimensional convolution; with several {@code groups}, each sees its own share of the channels
 * and makes its own share of the filters. Keras {@code Conv2D}.
 */
public record Conv2d(
    String name,
    String input,
    int filters,
    Window window,
    int groups,
    boolean bias,
    Activation activation)
    implements Convolution {

  @Override
  public int channels(int in) {
    return filters;
  }

  @Override
  public List<Parameter> kernels(int in) {
    if (in % groups != 0 || filters % groups != 0) {
      throw new IllegalArgumentException(
          in + " channels and " + filters + " filters do not part into " + groups + " groups");
    }
    Size2d size = window.size();
    return List.of(
        new Parameter(Weights.KERNEL, size.height(), size.width(), in / groups, filters));
  }
}
