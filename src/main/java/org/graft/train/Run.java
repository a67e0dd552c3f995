package org.graft.train;

import java.util.List;
import org.graft.plan.Model;

/**
 * A finished training: its record, the whole model from pixels to probabilities, its evaluation.
 */
public record Run(
    RunRecord record, Model model, List<EpochMetrics> metrics, Evaluation evaluation) {
  public Run {
    metrics = List.copyOf(metrics);
  }
}
