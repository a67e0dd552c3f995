package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Words a description as Keras 2 would, which is what Deeplearning4j's importer understands. */
final class Keras2Dialect {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Keras2Dialect() {}

  /** The whole model as JSON text, free image axes set to {@code size}. */
  static String json(ModelConfig config, int size) {
    ObjectNode inner = JSON.objectNode().put("name", config.name());
    ArrayNode layers = inner.putArray("layers");
    config.layers().forEach(layer -> layers.add(layer(layer, size)));
    inner.set("input_layers", end(config.layers().get(0)));
    inner.set("output_layers", end(config.layers().get(config.layers().size() - 1)));
    ObjectNode model = JSON.objectNode().put("class_name", "Model");
    model.set("config", inner);
    return model.put("keras_version", "2.15.0").put("backend", "tensorflow").toString();
  }

  private static ArrayNode end(LayerConfig layer) {
    return JSON.arrayNode().add(triple(layer.name()));
  }

  private static ArrayNode triple(String name) {
    return JSON.arrayNode().add(name).add(0).add(0);
  }

  private static ObjectNode layer(LayerConfig layer, int size) {
    ObjectNode node =
        JSON.objectNode().put("class_name", layer.className()).put("name", layer.name());
    node.set("config", fields(layer, size));
    ArrayNode inbound = node.putArray("inbound_nodes");
    if (!layer.inputs().isEmpty()) {
      ArrayNode tensors = inbound.addArray();
      layer.inputs().forEach(input -> tensors.add(triple(input).add(JSON.objectNode())));
    }
    return node;
  }

  private static ObjectNode fields(LayerConfig layer, int size) {
    ObjectNode fields = layer.fields().deepCopy();
    fields.put("name", layer.name());
    fields.put("dtype", "float32");
    JsonNode shape = fields.remove("batch_shape");
    if (shape != null) {
      fields.set("batch_input_shape", shape);
    }
    if (fields.get("batch_input_shape") instanceof ArrayNode axes) {
      for (int i = 1; i < axes.size(); i++) {
        if (axes.get(i).isNull()) {
          axes.set(i, JSON.numberNode(size));
        }
      }
    }
    return fields;
  }
}
