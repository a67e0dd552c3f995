package org.graft.experiment;

import org.graft.train.Evaluation;

/**
 * What accuracy does not tell.
 *
 * @param macroF1 mean over the classes of the test images of the harmonic mean of precision and
 *     recall, 0..1: counts small classes as large ones
 * @param loss mean cross-entropy in nats
 */
public record Scores(double macroF1, double loss) {
  public static Scores of(Evaluation evaluation) {
    return new Scores(macroF1(evaluation), loss(evaluation));
  }

  private static double macroF1(Evaluation evaluation) {
    return ClassScore.of(evaluation).stream()
        .filter(score -> score.images() > 0)
        .mapToDouble(ClassScore::f1)
        .average()
        .orElseThrow();
  }

  private static double loss(Evaluation evaluation) {
    double sum = 0;
    for (int i = 0; i < evaluation.images(); i++) {
      float own = evaluation.probability(i, evaluation.truth()[i]);
      sum -= Math.log(Math.max(own, Float.MIN_NORMAL));
    }
    return sum / evaluation.images();
  }
}
