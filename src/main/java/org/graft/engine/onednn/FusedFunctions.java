package org.graft.engine.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.plan.Activation;
import org.graft.plan.Convolution;
import org.graft.plan.Dense;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Plan;

/**
 * Which layers of a plan are functions of single values that alone read the layer before them, and
 * so belong to it: as post-operations of a product, in place behind any other.
 */
final class FusedFunctions {
  private final Map<String, List<Layer>> readers = new HashMap<>();

  FusedFunctions(Plan plan) {
    for (Layer layer : plan.layers()) {
      layer
          .inputs()
          .forEach(in -> readers.computeIfAbsent(in, name -> new ArrayList<>()).add(layer));
    }
  }

  /** The layers that belong to one, in order; its last is what the others read. */
  List<Layer> behind(Layer layer) {
    List<Layer> behind = new ArrayList<>();
    Optional<Layer> next = layer instanceof Input ? Optional.empty() : soleReader(layer);
    while (next.isPresent()) {
      behind.add(next.get());
      next = soleReader(next.get());
    }
    return behind;
  }

  /** The only layer that reads {@code layer}, if it is a function. */
  private Optional<Layer> soleReader(Layer layer) {
    List<Layer> all = readers.getOrDefault(layer.name(), List.of());
    return all.size() == 1 && Eltwise.of(all.get(0)).isPresent()
        ? Optional.of(all.get(0))
        : Optional.empty();
  }

  /** Whether the functions behind a layer are post-operations of its primitive. */
  boolean areFused(Layer layer) {
    return (layer instanceof Convolution || layer instanceof Dense)
        && activation(layer) != Activation.SOFTMAX;
  }

  /** A layer's own function and those behind it, as post-operations. */
  List<Eltwise> with(Layer layer) {
    if (!areFused(layer)) {
      return List.of();
    }
    List<Eltwise> functions = new ArrayList<>(Eltwise.of(activation(layer)).orElseThrow());
    functions.addAll(of(behind(layer)));
    return functions;
  }

  List<Eltwise> of(List<Layer> layers) {
    return layers.stream().flatMap(layer -> Eltwise.of(layer).orElseThrow().stream()).toList();
  }

  private static Activation activation(Layer layer) {
    return layer instanceof Dense dense ? dense.activation() : ((Convolution) layer).activation();
  }
}
