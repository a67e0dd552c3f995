package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import org.graft.failure.UnsupportedModelException;

/**
 * How much a description may hold. The largest of {@code keras.applications} have about a thousand
 * layers; a few kilobytes of models that call each other twice would make millions.
 */
final class DescriptionBounds {
  private static final int MOST_LAYERS = 20_000;
  private static final int MOST_DEPTH = 50;

  private int layers;

  /**
   * Goes through a description before anything is made of it.
   *
   * @throws UnsupportedModelException if it has more layers, or models nested deeper, than any
   *     network has
   */
  static void require(JsonNode json) {
    new DescriptionBounds().count(json, 0);
  }

  /** Counts the layers of a model that stands in so many others. */
  private void count(JsonNode model, int depth) {
    if (depth > MOST_DEPTH) {
      throw new UnsupportedModelException(
          "a model description with models nested deeper than " + MOST_DEPTH);
    }
    JsonNode config = model.path("config");
    for (JsonNode layer : config.isArray() ? config : config.path("layers")) {
      count(1);
      if (ConfigReader.isModel(layer)) {
        count(layer, depth + 1);
      }
    }
  }

  /** Counts layers, once for each call. */
  void count(int more) {
    layers += more;
    if (layers > MOST_LAYERS) {
      throw new UnsupportedModelException(
          ("a model description of more than %s layers, each counted as often as it or its"
                  + " model is called")
              .formatted(MOST_LAYERS));
    }
  }
}
