package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model as its description words it, with the models nested in it still nested.
 *
 * @param trainable whether it is not frozen as a whole
 * @param nodes its layers in Keras' order, which read each other by their names within this model
 * @param inputs the names of the layers that take what comes in, in order
 * @param outputs what it gives, in order, by the names that users know them by
 */
record ConfigTree(
    String name,
    boolean trainable,
    List<Node> nodes,
    List<String> inputs,
    Map<String, Source> outputs) {
  ConfigTree {
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = new LinkedHashMap<>(outputs);
  }

  /**
   * What a call of a layer gives.
   *
   * @param call which call of the layer, counted from 0
   * @param tensor which of the tensors that it gives, counted from 0
   */
  record Source(String layer, int call, int tensor) {
    /** The only output of a layer's first call. */
    static Source of(String layer) {
      return new Source(layer, 0, 0);
    }
  }

  /**
   * A call of a layer.
   *
   * @param inputs what goes in, in order
   * @param constants what else goes in, by {@link InboundNodes#place} or, where that is not known,
   *     by name
   * @param trains whether it is called as in training
   * @param refusal why a call like this cannot be read, if so
   */
  record Call(
      List<Source> inputs,
      Map<String, JsonNode> constants,
      boolean trains,
      Optional<String> refusal) {
    Call {
      inputs = List.copyOf(inputs);
    }

    static Call of(List<Source> inputs) {
      return new Call(inputs, Map.of(), false, Optional.empty());
    }
  }

  /**
   * A layer, or a nested model in the place of one.
   *
   * @param calls where it stands in the network: once, or several times with the same weights
   * @param refusal why it cannot be read, if that is so however its class is
   */
  record Node(
      String className,
      String name,
      ObjectNode fields,
      List<Call> calls,
      Optional<ConfigTree> nested,
      Optional<String> refusal) {
    Node {
      calls = List.copyOf(calls);
    }

    boolean isInput() {
      return className.equals("InputLayer");
    }
  }
}
