package org.graft.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.provenance.TaskCard;

/**
 * What was asked of a run other than to tell classes, as {@code run.json} keeps it.
 *
 * @param task what users call it
 * @param score the name of what runs are told apart by
 * @param thresholds from which on each label is named, 0..1
 * @param measures how well it went, by their names
 */
public record Asked(
    String task, String score, List<Float> thresholds, Map<String, Double> measures) {
  private static final String OUTPUT =
      "a probability for each label, independent of the others': an image has each label that"
          + " reaches its threshold, and there may be none";

  public Asked {
    thresholds = List.copyOf(thresholds);
    measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
  }

  /** Of an evaluation; {@code null} for classes. */
  static Asked of(Evaluation evaluation) {
    Measures measures = evaluation.measures();
    return evaluation.task() instanceof SeveralLabels several
        ? new Asked(several.name(), measures.name(), several.thresholds(), measures.all())
        : null;
  }

  TaskCard card() {
    return new TaskCard(task, OUTPUT, thresholds, measures);
  }
}
