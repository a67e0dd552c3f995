package org.graft.graph;

import org.graft.plan.Conv2d;
import org.graft.plan.ConvTranspose2d;
import org.graft.plan.Convolution;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Layer;
import org.graft.plan.SeparableConv2d;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Weights;
import org.graft.plan.Window;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Convolutions and products with a kernel, a bias and a function behind them, of any shape in. */
record Products(
    SameDiff graph,
    Windows windows,
    Pointwise cells,
    ScalarFunctions functions,
    Parameters parameters) {

  /** {@code groups} of one channel each are a depthwise convolution with the same kernel values. */
  SDVariable conv(Conv2d layer, SDVariable map, Shape in) {
    Window window = layer.window();
    SDVariable x = windows.reached(map, window, in);
    Windows.Weight weight = weight(layer, Weights.KERNEL, layer.bias());
    int channels = in.channels();
    SDVariable sums;
    if (layer.groups() == 1) {
      sums = windows.conv(x, weight, window);
    } else if (layer.groups() == channels) {
      Size2d size = window.size();
      int multiplier = layer.filters() / channels;
      SDVariable kernel =
          graph.reshape(weight.kernel(), size.height(), size.width(), channels, multiplier);
      sums = windows.depthwise(x, new Windows.Weight(kernel, weight.bias()), window);
    } else {
      sums = windows.grouped(x, weight, layer, channels);
    }
    return functions.apply(sums, layer.activation());
  }

  SDVariable depthwise(DepthwiseConv2d layer, SDVariable x, Shape in) {
    SDVariable sums = depthwise(layer, x, in, layer.bias());
    return functions.apply(sums, layer.activation());
  }

  private SDVariable depthwise(Convolution layer, SDVariable x, Shape in, boolean bias) {
    SDVariable reached = windows.reached(x, layer.window(), in);
    return windows.depthwise(reached, weight(layer, Weights.KERNEL, bias), layer.window());
  }

  SDVariable separable(SeparableConv2d layer, SDVariable x, Shape in) {
    SDVariable between = depthwise(layer, x, in, false);
    SDVariable sums = cells.product(between, weight(layer, Weights.POINTWISE_KERNEL, layer.bias()));
    return functions.apply(sums, layer.activation());
  }

  SDVariable transposed(ConvTranspose2d layer, SDVariable x, Shape in) {
    Windows.Weight weight = weight(layer, Weights.KERNEL, layer.bias());
    return functions.apply(windows.transposed(x, weight, layer, in), layer.activation());
  }

  /**
   * A convolution of 1x1 on all but vectors. Not {@code nn.linear}: that op is silently wrong on
   * oneDNN from the second call on.
   */
  SDVariable dense(Dense layer, SDVariable x, Shape in) {
    Windows.Weight weight = weight(layer, Weights.KERNEL, layer.bias());
    SDVariable sum;
    if (in.rank() == 1) {
      SDVariable product = x.mmul(weight.kernel());
      sum = weight.bias() == null ? product : product.add(weight.bias());
    } else {
      SDVariable product = cells.product(cells.map(x, in), weight, in.channels(), layer.units());
      sum = in.isMap() ? product : cells.reshaped(product, layer.outputShape(in));
    }
    return functions.apply(sum, layer.activation());
  }

  private Windows.Weight weight(Layer layer, String kernel, boolean bias) {
    return new Windows.Weight(
        parameters.get(layer, kernel), bias ? parameters.get(layer, Weights.BIAS) : null);
  }
}
