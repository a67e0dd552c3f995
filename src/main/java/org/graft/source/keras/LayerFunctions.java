package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Layers that are given to others as their function, as in {@code Dense(8,
 * activation=LeakyReLU())}: descriptions hold them in the other's field, files keep their arrays
 * within the other's.
 */
final class LayerFunctions {
  private static final String ACTIVATION = "activation";

  private LayerFunctions() {}

  /** The description of the layer that is the function of one with these fields, if a layer is. */
  static Optional<JsonNode> of(ObjectNode fields) {
    return Optional.of(fields.path(ACTIVATION))
        .filter(function -> function.path("config") instanceof ObjectNode)
        .filter(function -> function.path("class_name").isTextual());
  }

  /** The layer without its function, under another name. */
  static LayerConfig linear(LayerConfig layer, String name) {
    ObjectNode fields = layer.fields().deepCopy().put("name", name).put(ACTIVATION, "linear");
    return new LayerConfig(layer.className(), name, fields, layer.inputs(), layer.refusal());
  }

  /** The function of {@code layer} in its place. */
  static LayerConfig standing(JsonNode function, LayerConfig layer) {
    ObjectNode fields = ((ObjectNode) function.path("config")).deepCopy();
    return new LayerConfig(
        function.path("class_name").asText(),
        layer.name(),
        fields.put("name", layer.name()),
        layer.inputs(),
        layer.refusal().or(() -> ConfigReader.ownClass(function)));
  }

  /** Where files keep the arrays of a function, given where they keep those of its layer. */
  static Place place(JsonNode function, Place layer) {
    JsonNode config = function.path("config");
    return new Place(
        layer.group(),
        config.path("name").asText(),
        layer.path() + "/" + ACTIVATION,
        layer.trainable() && config.path("trainable").asBoolean(true));
  }
}
