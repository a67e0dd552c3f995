package org.graft.track;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of one epoch.
 *
 * @param phase the phase's name
 * @param epoch of the phase, from 1
 * @param step of the run, from 1: epochs of all phases counted on
 * @param values by name: {@code loss}, {@code accuracy}, {@code learning_rate}, those of validation
 *     with {@code validation_} before them, and {@code seconds}, how long it took
 */
public record Figures(String phase, int epoch, int step, Map<String, Double> values) {
  private static final String VALIDATION = "validation_";
  private static final String SECONDS = "seconds";

  public Figures {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** What the epoch took, 0 if that is not known. */
  double seconds() {
    return values.getOrDefault(SECONDS, 0.0);
  }

  /** All figures but how long it took. */
  Map<String, Double> timeless() {
    Map<String, Double> figures = new LinkedHashMap<>(values);
    figures.remove(SECONDS);
    return figures;
  }

  /** The figures of training, or of validation without {@code validation_} before their names. */
  Map<String, Double> of(boolean validation) {
    Map<String, Double> figures = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(VALIDATION) == validation && !name.equals(SECONDS)) {
            figures.put(validation ? name.substring(VALIDATION.length()) : name, value);
          }
        });
    return figures;
  }
}
