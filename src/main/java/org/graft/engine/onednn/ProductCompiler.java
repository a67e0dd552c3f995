package org.graft.engine.onednn;

import java.util.List;
import java.util.Map;
import org.graft.engine.onednn.ConvolutionBuilder.Kernel;
import org.graft.plan.Activation;
import org.graft.plan.Conv2d;
import org.graft.plan.Convolution;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Layer;
import org.graft.plan.SeparableConv2d;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.jspecify.annotations.Nullable;

/** Writes convolutions and dense layers with their bias, activation and functions behind them. */
record ProductCompiler(
    Weights weights,
    Map<String, Shape> shapes,
    int batch,
    FusedFunctions functions,
    ConvolutionBuilder convolutions) {

  private long[] dims(Layer layer) {
    return Layouts.dims(batch, shapes.get(layer.name()));
  }

  private Value withSoftmax(Value value, Activation activation) {
    return activation == Activation.SOFTMAX ? convolutions.primitives().softmax(value) : value;
  }

  private @Nullable Tensor bias(Layer layer, boolean is) {
    return is ? weights.get(layer.name(), Weights.BIAS) : null;
  }

  /** Kernels {@code [height, width, channels a group, filters]}. */
  Value conv(Conv2d layer, Value x) {
    return convolved(layer, x, weights.get(layer.name(), Weights.KERNEL), layer.groups());
  }

  /** Kernels {@code [height, width, channels, multiplier]}. */
  Value depthwise(DepthwiseConv2d layer, Value x) {
    return convolved(layer, x, perChannel(layer), (int) x.dims()[1]);
  }

  private Value convolved(Convolution layer, Value x, Tensor values, int groups) {
    Kernel kernel = new Kernel(values, bias(layer, layer.bias()), groups);
    Sliding window = Sliding.of(layer.window(), x.dims(), dims(layer));
    Value made = convolutions.convolution(x, kernel, window, functions.with(layer), dims(layer));
    return withSoftmax(made, layer.activation());
  }

  /** {@code [height, width, channels, multiplier]} as one group a channel. */
  private Tensor perChannel(Layer layer) {
    Tensor kernel = weights.get(layer.name(), Weights.KERNEL);
    int[] axes = kernel.shape();
    return new Tensor(kernel.values(), axes[0], axes[1], 1, axes[2] * axes[3]);
  }

  /** A depthwise convolution, then one of 1x1. */
  Value separable(SeparableConv2d layer, Value x) {
    long[] out = dims(layer);
    Tensor perChannel = perChannel(layer);
    long[] between = {batch, perChannel.shape()[3], out[2], out[3]};
    Value middle =
        convolutions.convolution(
            x,
            new Kernel(perChannel, null, (int) x.dims()[1]),
            Sliding.of(layer.window(), x.dims(), out),
            List.of(),
            between);
    Tensor pointwise = weights.get(layer.name(), Weights.POINTWISE_KERNEL);
    Value made =
        convolutions.convolution(
            middle,
            new Kernel(pointwise, bias(layer, layer.bias()), 1),
            Sliding.cell(),
            functions.with(layer),
            out);
    return withSoftmax(made, layer.activation());
  }

  /** A matrix {@code [units before, units]} over vectors, or over the cells of a map. */
  Value dense(Dense layer, Value x) {
    Tensor values = weights.get(layer.name(), Weights.KERNEL);
    Tensor cell = new Tensor(values.values(), 1, 1, values.shape()[0], values.shape()[1]);
    Kernel kernel = new Kernel(cell, bias(layer, layer.bias()), 1);
    List<Eltwise> behind = functions.with(layer);
    Value made =
        shapes.get(layer.name()).rank() == 1
            ? convolutions.innerProduct(x, kernel, behind, dims(layer))
            : convolutions.convolution(x, kernel, Sliding.cell(), behind, dims(layer));
    return withSoftmax(made, layer.activation());
  }
}
