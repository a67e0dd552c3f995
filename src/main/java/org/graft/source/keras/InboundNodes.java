package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a layer of a functional model is called with, its {@code inbound_nodes}, one entry a call:
 * in Keras 2 {@code [[[name, node, tensor, kwargs], …]]}, for functions of TensorFlow {@code
 * [[name, node, tensor, kwargs]]}, since Keras 3 {@code [{"args": …, "kwargs": …}]}.
 */
final class InboundNodes {
  /** What TensorFlow's and Keras' operations call the first and the second of two arguments. */
  private static final Map<String, Integer> PLACES =
      Map.of("x", 0, "x1", 0, "y", 1, "x2", 1, "inputs", 0, "bias", 1);

  /** What attention calls the tensors that it is called with. */
  private static final Map<String, Integer> TENSORS = Map.of("query", 0, "value", 1, "key", 2);

  private static final String KERAS_2_CONSTANT = "_CONSTANT_VALUE";
  private static final String UNKNOWN_FORM = "a form of its inputs that is not known";

  private final List<ConfigTree.Source> inputs = new ArrayList<>();
  private final Map<String, JsonNode> constants = new LinkedHashMap<>();
  private boolean trains;
  private Optional<String> refusal = Optional.empty();

  /** The field of a {@link LayerConfig} that holds the constant in that place of the call. */
  static String place(int index) {
    return "call[" + index + "]";
  }

  /** The calls of {@code layer}, in order; one without inputs for an input. */
  static List<ConfigTree.Call> of(JsonNode layer) {
    List<ConfigTree.Call> calls = new ArrayList<>();
    for (JsonNode node : layer.path("inbound_nodes")) {
      InboundNodes call = new InboundNodes();
      call.read(node);
      calls.add(new ConfigTree.Call(call.inputs, call.constants, call.trains, call.refusal));
    }
    return calls.isEmpty() ? List.of(ConfigTree.Call.of(List.of())) : calls;
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
      refuse(UNKNOWN_FORM);
      return;
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
    if (arguments.isObject()) {
      refuse(UNKNOWN_FORM);
      return;
    }
    for (int i = 0; i < arguments.size(); i++) {
      JsonNode argument = arguments.get(i);
      if (isTensor(argument)) {
        tensor(argument.path("config").path("keras_history"));
      } else if (argument.isArray() && (isTensor(argument.path(0)) || isTensor(argument.path(1)))) {
        tensors(argument);
      } else if (!argument.isNull()) {
        constants.put(place(i), argument);
      }
    }
  }

  private void tensors(JsonNode list) {
    for (int i = 0; i < list.size(); i++) {
      if (isTensor(list.get(i))) {
        tensor(list.get(i).path("config").path("keras_history"));
      } else {
        constants.put(place(i), list.get(i));
      }
    }
  }

  private static boolean isTensor(JsonNode node) {
    return node.path("class_name").asText().equals("__keras_tensor__");
  }

  private void tensor(JsonNode triple) {
    if (triple.path(1).asInt() < 0 || triple.path(2).asInt() < 0) {
      refuse(UNKNOWN_FORM);
      return;
    }
    inputs.add(
        new ConfigTree.Source(
            triple.path(0).asText(), triple.path(1).asInt(), triple.path(2).asInt()));
  }

  /** What is left out and switches that are off are of no matter. */
  private void keywords(JsonNode keywords) {
    trains |= keywords.path("training").asBoolean();
    Map<Integer, JsonNode> tensors = new TreeMap<>();
    for (Map.Entry<String, JsonNode> keyword : keywords.properties()) {
      JsonNode value = keyword.getValue();
      Integer place = PLACES.get(keyword.getKey());
      Integer known = place == null ? TENSORS.get(keyword.getKey()) : place;
      Optional<JsonNode> tensor = keywordTensor(value);
      if (tensor.isPresent() && known == null) {
        refuse("a tensor as " + keyword.getKey());
      } else if (tensor.isPresent()) {
        tensors.put(known, tensor.get());
      } else if (!value.isNull() && !isHarmless(keyword.getKey(), value)) {
        constants.put(place == null ? keyword.getKey() : place(place), value);
      }
    }
    tensors.values().forEach(this::tensor);
  }

  /** A switch that is off, or says what the caller does. */
  private static boolean isHarmless(String keyword, JsonNode value) {
    return value.isBoolean() && (keyword.equals("training") || !value.asBoolean());
  }

  /** In Keras 2 a list that begins with a layer's name and goes on with numbers. */
  private static Optional<JsonNode> keywordTensor(JsonNode value) {
    if (isTensor(value)) {
      return Optional.of(value.path("config").path("keras_history"));
    }
    boolean triple = value.path(0).isTextual() && value.path(1).isInt() && value.path(2).isInt();
    return triple ? Optional.of(value) : Optional.empty();
  }

  private void refuse(String reason) {
    refusal = refusal.or(() -> Optional.of("is called with " + reason));
  }
}
