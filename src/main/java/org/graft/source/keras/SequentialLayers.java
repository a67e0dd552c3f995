package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The layers of a {@code Sequential} model, each of which reads the one before it. Where the
 * description has no {@code InputLayer}, one is put first, of the shape that the first layer, the
 * model itself or the model nested there states, if any does.
 */
final class SequentialLayers {
  private SequentialLayers() {}

  static List<ConfigTree.Node> of(JsonNode model) {
    JsonNode config = model.path("config");
    JsonNode layers = config.isArray() ? config : config.path("layers");
    List<ConfigTree.Node> nodes = new ArrayList<>();
    for (JsonNode layer : layers) {
      if (nodes.isEmpty() && !ConfigReader.text(layer, "class_name").equals("InputLayer")) {
        nodes.add(ConfigReader.node(input(model, layer), List.of(ConfigTree.Call.of(List.of()))));
      }
      List<ConfigTree.Source> inputs =
          nodes.isEmpty()
              ? List.of()
              : List.of(ConfigTree.Source.of(nodes.get(nodes.size() - 1).name()));
      nodes.add(ConfigReader.node(layer, List.of(ConfigTree.Call.of(inputs))));
    }
    return nodes;
  }

  private static JsonNode input(JsonNode model, JsonNode first) {
    ObjectNode input = JsonNodeFactory.instance.objectNode().put("class_name", "InputLayer");
    input
        .putObject("config")
        .put("name", first.path("config").path("name").asText() + "_input")
        .set("batch_shape", shape(model, first).orElse(NullNode.instance));
    return input;
  }

  private static Optional<JsonNode> shape(JsonNode model, JsonNode first) {
    JsonNode nested = first.path("config").path("layers").path(0).path("config");
    return Stream.of(
            first.path("config").path("batch_input_shape"),
            model.path("config").path("build_input_shape"),
            model.path("build_config").path("input_shape"),
            nested.path("batch_shape"),
            nested.path("batch_input_shape"))
        .filter(ArrayNode.class::isInstance)
        .findFirst();
  }
}
