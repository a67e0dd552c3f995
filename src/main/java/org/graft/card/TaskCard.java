package org.graft.card;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an exported model that does not tell classes says of its output.
 *
 * @param task what it was asked: {@code multi-label} or {@code regression}
 * @param output what its values mean, in words
 * @param thresholds from which on a label is named, one each, 0..1; none where the output is a
 *     number
 * @param measures how well it did on test images, by their names; none where it was not tested
 */
public record TaskCard(
    String task, String output, List<Float> thresholds, Map<String, Double> measures) {
  public TaskCard {
    thresholds = List.copyOf(thresholds);
    measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
  }

  /** The same of what may answer otherwise than the model that was tested. */
  TaskCard untested() {
    return new TaskCard(task, output, thresholds, Map.of());
  }
}
