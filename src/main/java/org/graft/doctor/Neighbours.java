package org.graft.doctor;

import org.graft.feature.Features;

/**
 * Leave-one-out one-nearest-neighbour classification (Cover and Hart 1967) on standardised
 * features: needs no training, and so tells what features are worth whatever the head.
 */
final class Neighbours {
  private Neighbours() {}

  /** Share of the images whose nearest other image is of their own class, 0..1. */
  static double accuracy(Features features) {
    return accuracy(features, features);
  }

  /**
   * Share of {@code asked} whose nearest image of {@code known}, but for themselves, is of their
   * own class. Both hold the same images in the same order; {@code known} gives the scale.
   */
  static double accuracy(Features known, Features asked) {
    double[][] references = Standard.of(known).rows(known);
    double[][] queries = Standard.of(known).rows(asked);
    int hits = 0;
    for (int i = 0; i < queries.length; i++) {
      hits += known.labels()[nearest(queries[i], references, i)] == asked.labels()[i] ? 1 : 0;
    }
    return hits / (double) queries.length;
  }

  private static int nearest(double[] query, double[][] references, int self) {
    int nearest = self == 0 ? 1 : 0;
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < references.length; j++) {
      if (j != self) {
        double distance = distance(query, references[j], least);
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
