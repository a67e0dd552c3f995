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
    return new Scores(macroF1(evaluation.confusion()), loss(evaluation));
  }

  private static double macroF1(int[][] confusion) {
    double sum = 0;
    int classes = 0;
    for (int label = 0; label < confusion.length; label++) {
      int own = 0;
      int taken = 0;
      for (int other = 0; other < confusion.length; other++) {
        own += confusion[label][other];
        taken += confusion[other][label];
      }
      if (own > 0) {
        classes++;
        sum += 2.0 * confusion[label][label] / (own + taken);
      }
    }
    return sum / classes;
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
