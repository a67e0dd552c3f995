package org.graft.source.keras;

import java.util.List;
import java.util.Optional;

/**
 * A model as its description words it, with the models nested in it still nested.
 *
 * @param trainable whether it is not frozen as a whole
 * @param nodes its layers in Keras' order, which read each other by their names within this model
 * @param output the name of the layer that gives its output
 */
record ConfigTree(String name, boolean trainable, List<Node> nodes, String output) {
  ConfigTree {
    nodes = List.copyOf(nodes);
  }

  /** A layer, or a nested model in the place of one. */
  record Node(LayerConfig layer, Optional<ConfigTree> nested) {
    boolean isInput() {
      return layer.className().equals("InputLayer");
    }
  }
}
