package org.graft.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rewrite rule: a BatchNorm that alone reads a linear convolution becomes part of its kernel and
 * bias (Jacob et al. 2018, section 3.2). Readers of the BatchNorm read the convolution instead. The
 * output stays the same up to rounding; a BatchNorm that is itself the output is left alone.
 */
public final class FoldBatchNorm {
  private final Model model;
  private final Map<String, Long> readers = new HashMap<>();
  private final Map<String, String> renamed = new HashMap<>();
  private final List<Layer> layers = new ArrayList<>();
  private final Weights.Builder weights = Weights.builder();

  private FoldBatchNorm(Model model) {
    this.model = model;
    model
        .plan()
        .layers()
        .forEach(l -> l.inputs().forEach(input -> readers.merge(input, 1L, Long::sum)));
  }

  public static Model apply(Model model) {
    return new FoldBatchNorm(model).rewrite();
  }

  private Model rewrite() {
    Map<String, BatchNorm> folds = new HashMap<>();
    for (Layer layer : model.plan().layers()) {
      foldable(layer).ifPresent(norm -> folds.put(norm.input(), norm));
    }
    for (Layer layer : model.plan().layers()) {
      if (folds.containsKey(layer.name())) {
        fold((Convolution) layer, folds.get(layer.name()));
      } else if (!renamed.containsKey(layer.name())) {
        layers.add(rewired(layer));
        weights.put(layer.name(), model.weights().of(layer.name()));
      }
    }
    return new Model(new Plan(layers), weights.build());
  }

  private Optional<BatchNorm> foldable(Layer layer) {
    if (!(layer instanceof BatchNorm norm)
        || layer.equals(model.plan().output())
        || readers.get(norm.input()) != 1) {
      return Optional.empty();
    }
    return model.plan().layer(norm.input()) instanceof Convolution before
            && before.activation() == Activation.LINEAR
        ? Optional.of(norm)
        : Optional.empty();
  }

  /** All kernels but the last stay as they are. */
  private void fold(Convolution layer, BatchNorm norm) {
    Affine affine = model.affine(norm);
    Map<String, Tensor> arrays = new LinkedHashMap<>(model.weights().of(layer.name()));
    Tensor bias = arrays.remove(Weights.BIAS);
    String last = List.copyOf(arrays.keySet()).get(arrays.size() - 1);
    arrays.replace(last, scaled(arrays.get(last), affine.scale()));
    arrays.put(Weights.BIAS, shifted(bias, affine));
    weights.put(layer.name(), arrays);
    layers.add(rewired(layer.withBias()));
    renamed.put(norm.name(), layer.name());
  }

  private Layer rewired(Layer layer) {
    return layer.withInputs(name -> renamed.getOrDefault(name, name));
  }

  /**
   * Kernels hold output channels fastest: {@code [.., in, out]}, {@code [.., in, multiplier]}.
   * Multiplied when asked for, so that the kernels of a large network are not held twice.
   */
  private static Tensor scaled(Tensor kernel, float[] scale) {
    return Tensor.computed(() -> product(kernel.values(), scale), kernel.shape());
  }

  private static float[] product(float[] kernel, float[] scale) {
    float[] product = new float[kernel.length];
    for (int from = 0; from < product.length; from += scale.length) {
      for (int c = 0; c < scale.length; c++) {
        product[from + c] = kernel[from + c] * scale[c];
      }
    }
    return product;
  }

  private static Tensor shifted(Tensor bias, Affine affine) {
    float[] values = affine.shift().clone();
    if (bias != null) {
      float[] own = bias.values();
      for (int c = 0; c < values.length; c++) {
        values[c] += own[c] * affine.scale()[c];
      }
    }
    return Tensor.vector(values);
  }
}
