package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Layer;
import org.graft.plan.Shape;

/**
 * Fields that Deeplearning4j 1.0.0-M2.1's importer ignores without a word, so that it must not see.
 */
final class Dl4jLosses {
  /** Field → the values (as JSON) with which nothing is lost. */
  private static final Map<String, Set<String>> HARMLESS =
      Map.of(
          "keepdims",
          Set.of("false", "null"),
          "groups",
          Set.of("1", "null"),
          "noise_shape",
          Set.of("null"),
          InboundNodes.place(0),
          Set.of(),
          InboundNodes.place(1),
          Set.of());

  private static final int LONGEST_SAID = 60;

  private Dl4jLosses() {}

  /**
   * The field that explains why Deeplearning4j's importer made {@code theirs} of a layer: without
   * it, the direct reader makes the same.
   *
   * @param inputs shapes of what the layer reads
   */
  static Optional<String> lost(
      LayerConfig layer, KerasDialect words, List<Shape> inputs, Layer theirs) {
    for (Map.Entry<String, JsonNode> field : layer.fields().properties()) {
      try {
        if (DirectReader.layer(new Fields(layer.without(field.getKey()), words, inputs), layer)
            .equals(theirs)) {
          return Optional.of(said(layer, field.getKey(), field.getValue()));
        }
      } catch (UnsupportedModelException e) {
        // A field that a layer cannot be without is none that was ignored.
      }
    }
    return Optional.empty();
  }

  private static String said(LayerConfig layer, String field, JsonNode value) {
    String said = value.toString();
    return "%s = %s of layer %s (%s)"
        .formatted(
            field,
            said.length() <= LONGEST_SAID ? said : said.substring(0, LONGEST_SAID) + "…",
            layer.name(),
            layer.className());
  }

  static void check(ModelConfig config) {
    for (LayerConfig layer : config.layers()) {
      requireLastAxis(layer);
      HARMLESS.forEach(
          (field, harmless) -> {
            JsonNode value = layer.fields().path(field);
            if (!value.isMissingNode() && !harmless.contains(value.toString())) {
              throw new UnsupportedModelException(
                  "Deeplearning4j's importer would lose " + said(layer, field, value));
            }
          });
    }
  }

  /** It joins along the channels whatever the axis. */
  private static void requireLastAxis(LayerConfig layer) {
    JsonNode axis = layer.fields().path("axis");
    if (layer.className().equals("Concatenate") && axis.asInt() != -1 && axis.asInt() != 3) {
      throw new UnsupportedModelException(
          "Deeplearning4j's importer would lose axis = " + axis + " of layer " + layer.name());
    }
  }
}
