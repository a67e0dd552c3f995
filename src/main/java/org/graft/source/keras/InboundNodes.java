package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.failure.UnsupportedModelException;

/**
 * What a layer of a functional model is called with, its {@code inbound_nodes}: in Keras 2 {@code
 * [[[name, node, tensor, kwargs], …]]}, for functions of TensorFlow {@code [[name, node, tensor,
 * kwargs]]}, since Keras 3 {@code [{"args": …, "kwargs": …}]}.
 */
final class InboundNodes {
  /** What TensorFlow's and Keras' operations call the first and the second of two arguments. */
  private static final Map<String, Integer> PLACES = Map.of("x", 0, "x1", 0, "y", 1, "x2", 1);

  private static final String KERAS_2_CONSTANT = "_CONSTANT_VALUE";

  private final JsonNode layer;
  private final List<String> inputs = new ArrayList<>();
  private final Map<String, JsonNode> constants = new LinkedHashMap<>();

  /**
   * A call.
   *
   * @param inputs names of the layers whose outputs go in, in order
   * @param constants what else goes in, by {@link #place} or, where that is not known, by name
   */
  record Call(List<String> inputs, Map<String, JsonNode> constants) {
    static Call of(List<String> inputs) {
      return new Call(inputs, Map.of());
    }
  }

  private InboundNodes(JsonNode layer) {
    this.layer = layer;
  }

  /** The field of a {@link LayerConfig} that holds the constant in that place of the call. */
  static String place(int index) {
    return "call[" + index + "]";
  }

  /** How {@code layer} is called; without inputs for an input. */
  static Call of(JsonNode layer) {
    JsonNode nodes = layer.path("inbound_nodes");
    InboundNodes call = new InboundNodes(layer);
    if (nodes.size() > 1) {
      throw new UnsupportedModelException(
          "layer " + call.name() + " is used " + nodes.size() + " times");
    }
    if (nodes.size() == 1) {
      call.read(nodes.get(0));
    }
    return new Call(call.inputs, call.constants);
  }

  private void read(JsonNode node) {
    if (node.isObject()) {
      arguments(node.path("args"));
      keywords(node.path("kwargs"));
    } else if (node.path(0).isTextual()) {
      triple(node);
    } else {
      node.forEach(this::triple);
    }
  }

  /** Keras 2: {@code [layer, node, tensor, kwargs]}, or a constant where the layer would stand. */
  private void triple(JsonNode triple) {
    if (!triple.path(0).isTextual()) {
      throw calledWith(triple);
    }
    if (triple.path(0).asText().equals(KERAS_2_CONSTANT)) {
      constants.put(place(0), triple.path(2));
    } else {
      tensor(triple);
    }
    keywords(triple.path(3));
  }

  /** Keras 3: tensors are objects of class {@code __keras_tensor__}, alone or in lists. */
  private void arguments(JsonNode arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      JsonNode argument = arguments.get(i);
      if (isTensor(argument)) {
        tensor(argument.path("config").path("keras_history"));
      } else if (isTensor(argument.path(0))) {
        tensors(argument);
      } else if (!argument.isNull()) {
        constants.put(place(i), argument);
      }
    }
  }

  private void tensors(JsonNode list) {
    for (JsonNode tensor : list) {
      if (!isTensor(tensor)) {
        throw calledWith(list);
      }
      tensor(tensor.path("config").path("keras_history"));
    }
  }

  private static boolean isTensor(JsonNode node) {
    return node.path("class_name").asText().equals("__keras_tensor__");
  }

  private void tensor(JsonNode triple) {
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

  /**
   * Inference is never called as training; other switches and what is left out are of no matter.
   */
  private void keywords(JsonNode keywords) {
    boolean trains =
        keywords.path("training").asBoolean()
            && !OnlyInTraining.classes().contains(layer.path("class_name").asText());
    if (trains) {
      throw calledWith(keywords);
    }
    for (Map.Entry<String, JsonNode> keyword : keywords.properties()) {
      JsonNode value = keyword.getValue();
      Integer place = PLACES.get(keyword.getKey());
      if (isTensor(value) || (value.path(0).isTextual() && place == null)) {
        throw calledWith(keywords);
      } else if (value.path(0).isTextual()) {
        tensor(value);
      } else if (!value.isNull() && !value.isBoolean()) {
        constants.put(place == null ? keyword.getKey() : place(place), value);
      }
    }
  }

  private UnsupportedModelException calledWith(JsonNode arguments) {
    return new UnsupportedModelException("layer " + name() + " is called with " + arguments);
  }

  private String name() {
    return layer.path("name").asText();
  }
}
