package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Operations that give several arrays, each of which is a layer of its own. */
final class SeveralOutputs {
  private static final int MOST = 1 << 10;

  private SeveralOutputs() {}

  /** How many arrays a layer gives: one, but for splits and the like. */
  static int count(LayerConfig layer) {
    JsonNode stated =
        switch (kind(layer)) {
          case "Split" -> layer.fields().path("indices_or_sections");
          case "split" -> layer.fields().path("num_or_size_splits");
          case "Unstack", "unstack" -> layer.fields().path("num");
          default -> MissingNode.getInstance();
        };
    JsonNode numbers = stated.has("items") ? stated.path("items") : stated;
    int listed = numbers.size() + (kind(layer).equals("Split") ? 1 : 0);
    int count = numbers.isArray() ? listed : numbers.asInt(1);
    return Math.max(1, Math.min(MOST, count));
  }

  private static String kind(LayerConfig layer) {
    return layer.className().equals("TFOpLambda")
        ? layer.fields().path("function").asText()
        : layer.className();
  }

  /** The layer that gives one of them. */
  static LayerConfig part(LayerConfig layer, String name, int index) {
    ObjectNode fields = layer.fields().deepCopy().put(ComposedLayers.PART, index);
    return new LayerConfig(layer.className(), name, fields, layer.inputs(), layer.refusal());
  }
}
