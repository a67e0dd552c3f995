package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graft.plan.Layer;

/** Layers one behind the other that together are one node; the last bears the node's name. */
final class Chain {
  /** Makes a layer of that name that reads another. */
  @FunctionalInterface
  interface Part {
    Layer make(String name, String input);
  }

  private final RuleContext step;
  private final List<Part> parts = new ArrayList<>();

  Chain(RuleContext step) {
    this.step = step;
  }

  Chain then(Part part) {
    parts.add(part);
    return this;
  }

  /** The last layer, when all before it are made; none if the input passes as it is. */
  Optional<Layer> layer(String input) {
    String source = input;
    for (int i = 0; i + 1 < parts.size(); i++) {
      Part part = parts.get(i);
      String reads = source;
      source = step.before(name -> part.make(name, reads));
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(parts.get(parts.size() - 1).make(step.name(), source));
  }
}
