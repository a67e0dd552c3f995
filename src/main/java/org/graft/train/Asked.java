package org.graft.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.card.TaskCard;
import org.graft.storage.OrNull;

/**
 * What was asked of a run other than to tell classes, as {@code run.json} keeps it.
 *
 * @param task what users call it
 * @param score the name of what runs are told apart by
 * @param thresholds from which on each label is named, 0..1; none where a number is asked for
 * @param scale of the numbers that were learned, {@code null} of labels
 * @param measures how well it went, by their names
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Asked(
    String task,
    String score,
    List<Float> thresholds,
    @OrNull Scale scale,
    Map<String, Double> measures) {
  private static final String LABELS =
      "a probability for each label, independent of the others': an image has each label that"
          + " reaches its threshold, and there may be none";
  private static final String NUMBER =
      "a number, in the unit of the numbers that were learned; it does not say how sure it is";

  public Asked {
    thresholds = List.copyOf(thresholds);
    measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
  }

  /** Of an evaluation; nothing for classes. */
  static Optional<Asked> of(Evaluation evaluation) {
    Task task = evaluation.task();
    if (task instanceof Classes) {
      return Optional.empty();
    }
    Measures measures = evaluation.measures();
    List<Float> thresholds = task instanceof SeveralLabels some ? some.thresholds() : List.of();
    Scale scale = task instanceof Regression number ? number.scale() : null;
    return Optional.of(new Asked(task.name(), measures.name(), thresholds, scale, measures.all()));
  }

  /** A task of other images, as the run decided it. */
  Task decided(Task task) {
    if (task instanceof SeveralLabels several) {
      return several.withThresholds(thresholds);
    }
    return task instanceof Regression number && scale != null ? number.withScale(scale) : task;
  }

  TaskCard card() {
    return new TaskCard(task, scale == null ? LABELS : NUMBER, thresholds, measures);
  }
}
