package org.graft.track;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The figures of one epoch.
 *
 * @param epoch counted from 1
 * @param values by the names of Keras' logs: {@code loss}, {@code accuracy}, {@code learning_rate},
 *     those of validation with {@code val_} before them, and {@code seconds}, how long it took
 */
public record Figures(int epoch, Map<String, Double> values) {
  private static final String VALIDATION = "val_";
  private static final String SECONDS = "seconds";

  public Figures {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** What the epoch took, 0 if that is not known. */
  double seconds() {
    return values.getOrDefault(SECONDS, 0.0);
  }

  /** The figures of training, or of validation under their names without {@code val_}. */
  Map<String, Double> of(boolean validation) {
    return values.entrySet().stream()
        .filter(e -> e.getKey().startsWith(VALIDATION) == validation)
        .filter(e -> !e.getKey().equals(SECONDS))
        .collect(
            Collectors.toMap(
                e -> validation ? e.getKey().substring(VALIDATION.length()) : e.getKey(),
                Map.Entry::getValue,
                (a, b) -> b,
                LinkedHashMap::new));
  }
}
