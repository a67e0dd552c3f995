package org.graft.experiment;

import java.util.ArrayList;
import java.util.List;
import org.graft.train.Evaluation;
import org.graft.train.LabelScore;
import org.graft.train.SeveralLabels;

/**
 * How one class did.
 *
 * @param precision share of the images taken for the class that are of it, 0..1; 0 if none was
 * @param recall share of its images that were taken for it, 0..1; 0 if it has none
 * @param f1 harmonic mean of the two, 0..1
 * @param images of the class
 */
public record ClassScore(String label, double precision, double recall, double f1, int images) {
  /** Of every class, in the order of the labels. */
  public static List<ClassScore> of(Evaluation evaluation) {
    int[][] confusion = evaluation.confusion();
    List<ClassScore> scores = new ArrayList<>();
    for (int label = 0; label < confusion.length; label++) {
      int own = 0;
      int taken = 0;
      for (int other = 0; other < confusion.length; other++) {
        own += confusion[label][other];
        taken += confusion[other][label];
      }
      int right = confusion[label][label];
      scores.add(
          new ClassScore(
              evaluation.labels().get(label),
              share(right, taken),
              share(right, own),
              share(2 * right, own + taken),
              own));
    }
    return scores;
  }

  /**
   * Mean over the classes of the test images, or over all labels where an image may have several,
   * of the harmonic mean of precision and recall, 0..1: counts small classes as large ones.
   *
   * @param evaluation of a task whose right answers are counted
   */
  static double macroF1(Evaluation evaluation) {
    if (evaluation.task() instanceof SeveralLabels) {
      return evaluation.measures().all().get(LabelScore.F1_MACRO);
    }
    return of(evaluation).stream()
        .filter(score -> score.images() > 0)
        .mapToDouble(ClassScore::f1)
        .average()
        .orElseThrow();
  }

  private static double share(int part, int of) {
    return of == 0 ? 0 : part / (double) of;
  }
}
