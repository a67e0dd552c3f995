package org.graft.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well a model does on some images.
 *
 * @param name of the score
 * @param key the score's name in JSON
 * @param score that runs are told apart by, at most 1
 * @param base the score of a model that knows the answers and not the images
 * @param all further figures by their names in JSON, the score among them where it is no accuracy
 * @param further what else is to be told, in words; empty for an accuracy
 */
public record Measures(
    String name, String key, double score, double base, Map<String, Double> all, String further) {
  /** The name of the score that {@code test_accuracy} holds. */
  public static final String ACCURACY = "accuracy";

  public Measures {
    all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
  }
}
