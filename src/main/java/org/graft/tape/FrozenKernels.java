package org.graft.tape;

import java.util.HashMap;
import java.util.Map;
import org.graft.plan.Conv2d;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;

/**
 * A frozen network's kernels in native memory, each made once, in the form that a step asks for.
 */
final class FrozenKernels {
  private final Weights weights;
  private final Map<String, Kernel> plain = new HashMap<>();
  private final Map<String, FilteredKernel> filtered = new HashMap<>();

  FrozenKernels(Weights weights) {
    this.weights = weights;
  }

  Kernel plain(String layer, String name, boolean biased) {
    return plain.computeIfAbsent(
        layer + "/" + name, key -> new Kernel(layer, name, weights, biased));
  }

  FilteredKernel filtered(Conv2d layer, Tiling tiling) {
    return filtered.computeIfAbsent(layer.name(), name -> filtered(layer, tiling, name));
  }

  private FilteredKernel filtered(Conv2d layer, Tiling tiling, String name) {
    float[] bias = layer.bias() ? weights.get(name, Weights.BIAS).values() : null;
    Tensor kernel = weights.get(name, Weights.KERNEL);
    return new FilteredKernel(tiling, layer.activation(), kernel, bias);
  }

  void close() {
    plain.values().forEach(Kernel::close);
    filtered.values().forEach(FilteredKernel::close);
  }
}
