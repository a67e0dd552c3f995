package org.graft.experiment;

import org.graft.train.Evaluation;
import org.graft.train.LabelScore;
import org.graft.train.SeveralLabels;
import org.jspecify.annotations.Nullable;

/**
 * What accuracy does not tell.
 *
 * @param macroF1 mean over the classes of the test images, or over all labels where an image may
 *     have several, of the harmonic mean of precision and recall, 0..1: counts small classes as
 *     large ones; {@code null} where a number is asked for
 * @param loss mean cross-entropy in nats, or the loss of a number
 */
public record Scores(@Nullable Double macroF1, double loss) {
  public static Scores of(Evaluation evaluation) {
    return new Scores(macroF1(evaluation), evaluation.loss());
  }

  private static @Nullable Double macroF1(Evaluation evaluation) {
    if (!evaluation.task().isCounted()) {
      return null;
    }
    if (evaluation.task() instanceof SeveralLabels) {
      return evaluation.measures().all().get(LabelScore.F1_MACRO);
    }
    return ClassScore.of(evaluation).stream()
        .filter(score -> score.images() > 0)
        .mapToDouble(ClassScore::f1)
        .average()
        .orElseThrow();
  }
}
