package org.graft.doctor;

import java.util.stream.IntStream;
import org.graft.feature.Features;
import org.graft.train.Evaluation;
import org.graft.train.Task;

/**
 * Leave-one-out prediction by the nearest neighbour (Cover and Hart 1967) on standardised features:
 * needs no training, and so tells what features are worth whatever the head.
 */
final class Neighbours {
  private Neighbours() {}

  /** Each image answered with what its nearest other image is to be answered with. */
  static Evaluation evaluation(Task task, Features features) {
    double[][] rows = Standard.of(features).rows(features);
    int[] answers =
        IntStream.range(0, rows.length).map(i -> features.labels()[nearest(i, rows)]).toArray();
    return new Evaluation(task, features.files(), features.labels(), task.certain(answers));
  }

  private static int nearest(int self, double[]... rows) {
    int nearest = self == 0 ? Math.min(1, rows.length - 1) : 0;
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < rows.length; j++) {
      if (j != self) {
        double distance = distance(rows[self], rows[j], least);
        if (distance < least) {
          least = distance;
          nearest = j;
        }
      }
    }
    return nearest;
  }

  /** Squared, as far as it is below {@code limit}. */
  private static double distance(double[] a, double[] b, double limit) {
    double sum = 0;
    for (int c = 0; c < a.length && sum < limit; c++) {
      sum += (a[c] - b[c]) * (a[c] - b[c]);
    }
    return sum;
  }
}
