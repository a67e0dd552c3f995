package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.graft.failure.UnsupportedModelException;

/**
 * What a layer of a functional model is called with, its {@code inbound_nodes}: in Keras 2 {@code
 * [[[name, node, tensor, kwargs], …]]}, since Keras 3 {@code [{"args": …, "kwargs": …}]}.
 */
final class InboundNodes {
  private InboundNodes() {}

  /** Names of the layers that {@code layer} reads, in order; none for an input. */
  static List<String> inputs(JsonNode layer) {
    JsonNode nodes = layer.path("inbound_nodes");
    if (nodes.size() > 1) {
      throw new UnsupportedModelException(
          "layer " + name(layer) + " is used " + nodes.size() + " times");
    }
    List<String> inputs = new ArrayList<>();
    if (nodes.size() == 1) {
      if (nodes.get(0).isArray()) {
        nodes.get(0).forEach(triple -> addTriple(layer, triple, inputs));
      } else {
        addTensors(nodes.get(0).path("args"), inputs);
        check(layer, nodes.get(0).path("kwargs"));
      }
    }
    return inputs;
  }

  private static void addTriple(JsonNode layer, JsonNode triple, List<String> inputs) {
    if (!triple.path(0).isTextual()) {
      throw new UnsupportedModelException("layer " + name(layer) + " is called with " + triple);
    }
    addTensor(triple, inputs);
    check(layer, triple.path(3));
  }

  /** Keras 3: tensors are objects of class {@code __keras_tensor__}, alone or in lists. */
  private static void addTensors(JsonNode node, List<String> inputs) {
    if (node.path("class_name").asText().equals("__keras_tensor__")) {
      addTensor(node.path("config").path("keras_history"), inputs);
    } else if (node.isArray()) {
      node.forEach(child -> addTensors(child, inputs));
    } else {
      throw new UnsupportedModelException("an argument that is no tensor: " + node);
    }
  }

  private static void addTensor(JsonNode triple, List<String> inputs) {
    if (triple.path(2).asInt() != 0) {
      throw new UnsupportedModelException(
          "output "
              + triple.path(2).asInt()
              + " of "
              + triple.path(0).asText()
              + " is read; layers of one output are expected");
    }
    inputs.add(triple.path(0).asText());
  }

  /** Inference is never called with other tensors, nor as training. */
  private static void check(JsonNode layer, JsonNode kwargs) {
    boolean trains =
        kwargs.path("training").asBoolean()
            && !OnlyInTraining.classes().contains(layer.path("class_name").asText());
    boolean plain = true;
    for (JsonNode value : kwargs) {
      plain &= value.isNull() || value.isBoolean();
    }
    if (trains || !plain) {
      throw new UnsupportedModelException("layer " + name(layer) + " is called with " + kwargs);
    }
  }

  private static String name(JsonNode layer) {
    return layer.path("name").asText();
  }
}
