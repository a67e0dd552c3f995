package org.graft.doctor;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.graft.storage.OrDefault;
import org.graft.train.Measures;

/**
 * What a doctor found.
 *
 * @param layer where it shows, if it shows in one layer
 * @param reason one sentence
 * @param evidence what was measured, in order: numbers, flags and names
 * @param cure what to set, or what to do; empty where all is well
 * @param changes what is to be set, typed; none where that cures nothing, and in older records
 * @param score the name of what counts in the task; older records, of classes, have none
 * @param before the score of the test images as the user ran it, at most 1
 * @param after the same once cured; empty where no run can show it
 * @param trials every remedy that was tried, with its score on held-out training images
 */
public record Diagnosis(
    Cause verdict,
    Optional<String> layer,
    String reason,
    Map<String, Object> evidence,
    String cure,
    @OrDefault List<Change> changes,
    @OrDefault String score,
    double before,
    OptionalDouble after,
    List<Trial> trials) {
  public Diagnosis {
    score = score == null ? Measures.ACCURACY : score;
    evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    changes = changes == null ? List.of() : List.copyOf(changes);
    trials = List.copyOf(trials);
  }

  /** A remedy and the score on held-out training images that it brought, at most 1. */
  public record Trial(Cause cause, String remedy, @JsonAlias("accuracy") double score) {}

  /** With its cure and what was tried in other words than those of the API. */
  public Diagnosis worded(UnaryOperator<String> words) {
    List<Trial> told =
        trials.stream()
            .map(trial -> new Trial(trial.cause, words.apply(trial.remedy), trial.score))
            .toList();
    String said = words.apply(cure);
    return new Diagnosis(
        verdict, layer, reason, evidence, said, changes, score, before, after, told);
  }

  /** Whether the scores are shares of images that are answered right. */
  public boolean ofAccuracy() {
    return score.equals(Measures.ACCURACY);
  }
}
