package org.graft.train;

import java.util.List;
import org.graft.plan.Model;

/**
 * A finished training: its record, the whole model from pixels to probabilities, its evaluation.
 *
 * @param ranBase whether the base ran, rather than that all of its features were kept
 */
public record Run(
    RunRecord record,
    Model model,
    List<EpochMetrics> metrics,
    Evaluation evaluation,
    boolean ranBase) {
  public Run {
    metrics = List.copyOf(metrics);
  }
}
