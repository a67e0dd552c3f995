package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.graft.failure.UnsupportedModelException;

/**
 * Reads the JSON description of a model, in Keras 2's and Keras 3's words, into records. Says no to
 * what a {@link org.graft.plan.Plan} cannot be: shared layers, several inputs or outputs, nested
 * models.
 */
public final class ConfigReader {
  private ConfigReader() {}

  /** Reads {@code {"class_name": "Functional", "config": {"layers": [...]}}}. */
  public static ModelConfig read(JsonNode json) {
    String kind = text(json, "class_name");
    JsonNode config = json.path("config");
    return switch (kind) {
      case "Functional", "Model" -> functional(config);
      case "Sequential" -> sequential(config);
      default ->
          throw new UnsupportedModelException(
              "a model of class '" + kind + "'; Functional, Model and Sequential can be read");
    };
  }

  private static ModelConfig functional(JsonNode config) {
    requireOne(config, "input_layers");
    requireOne(config, "output_layers");
    List<LayerConfig> layers = new ArrayList<>();
    for (JsonNode layer : config.path("layers")) {
      layers.add(layer(layer, inputs(layer)));
    }
    return checked(config, layers);
  }

  private static ModelConfig sequential(JsonNode config) {
    List<LayerConfig> layers = new ArrayList<>();
    for (JsonNode layer : config.path("layers")) {
      List<String> inputs =
          layers.isEmpty() ? List.of() : List.of(layers.get(layers.size() - 1).name());
      if (layers.isEmpty() && !text(layer, "class_name").equals("InputLayer")) {
        throw new UnsupportedModelException("a Sequential model that does not state its input");
      }
      layers.add(layer(layer, inputs));
    }
    return checked(config, layers);
  }

  private static ModelConfig checked(JsonNode config, List<LayerConfig> layers) {
    if (layers.isEmpty()) {
      throw new UnsupportedModelException("a model description without layers");
    }
    return new ModelConfig(config.path("name").asText("model"), layers);
  }

  private static LayerConfig layer(JsonNode layer, List<String> inputs) {
    if (!(layer.path("config") instanceof ObjectNode fields)) {
      throw new UnsupportedModelException("a layer without config: " + text(layer, "class_name"));
    }
    String name = layer.path("name").asText(fields.path("name").asText());
    return new LayerConfig(text(layer, "class_name"), name, fields, inputs);
  }

  private static List<String> inputs(JsonNode layer) {
    JsonNode nodes = layer.path("inbound_nodes");
    if (nodes.size() > 1) {
      throw new UnsupportedModelException(
          "layer " + layer.path("name").asText() + " is used " + nodes.size() + " times");
    }
    List<String> inputs = new ArrayList<>();
    if (nodes.size() == 1) {
      if (nodes.get(0).isArray()) {
        nodes.get(0).forEach(triple -> inputs.add(triple.get(0).asText()));
      } else {
        addTensors(nodes.get(0).path("args"), inputs);
        rejectTensors(layer, nodes.get(0).path("kwargs"));
      }
    }
    return inputs;
  }

  /** Keras 3: tensors are objects of class {@code __keras_tensor__}, alone or in lists. */
  private static void addTensors(JsonNode node, List<String> inputs) {
    if (node.path("class_name").asText().equals("__keras_tensor__")) {
      inputs.add(node.path("config").path("keras_history").path(0).asText());
    } else if (node.isArray()) {
      node.forEach(child -> addTensors(child, inputs));
    } else {
      throw new UnsupportedModelException("an argument that is no tensor: " + node);
    }
  }

  private static void rejectTensors(JsonNode layer, JsonNode kwargs) {
    for (JsonNode value : kwargs) {
      if (!value.isNull() && !value.isBoolean()) {
        throw new UnsupportedModelException(
            "layer " + layer.path("name").asText() + " is called with " + kwargs);
      }
    }
  }

  /** One {@code [name, node, tensor]}, or in older files a list of one such triple. */
  private static void requireOne(JsonNode config, String field) {
    JsonNode ends = config.path(field);
    boolean one = ends.path(0).isTextual() || (ends.size() == 1 && ends.path(0).isArray());
    if (!one) {
      throw new UnsupportedModelException(
          field + " is " + ends + "; a network with one input and one output is expected");
    }
  }

  private static String text(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw new UnsupportedModelException("a model description without " + field);
    }
    return node.path(field).asText();
  }
}
