package org.graft.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * An image whose label is doubtful, since a model that did not learn from it is sure of another
 * class: confident learning (Northcutt et al. 2021). A class is held for sure where its probability
 * reaches what the images labelled so have on average.
 *
 * @param path of the image
 * @param label that it bears
 * @param likelier class that it rather shows
 * @param probability of that class, 0..1
 * @param own probability of its label, 0..1
 */
public record Doubt(String path, String label, String likelier, double probability, double own) {
  /** As many as a person looks through; the clearest ones. */
  private static final int MOST = 100;

  /** As rounding may take from a mean. */
  private static final double ROUNDING = 1e-6;

  /**
   * The clearest doubts, clearest first: by how much likelier the other class is.
   *
   * @param parts of a cross-validation of classes, each by a model that learned from the others
   */
  static List<Doubt> of(List<Evaluation> parts) {
    double[] sure = sure(parts);
    List<Doubt> doubts = new ArrayList<>();
    for (Evaluation part : parts) {
      for (int i = 0; i < part.images(); i++) {
        int own = part.truth()[i];
        int found = surest(part, i, sure);
        if (found >= 0 && found != own) {
          doubts.add(
              new Doubt(
                  part.files().get(i).toString(),
                  part.labels().get(own),
                  part.labels().get(found),
                  part.probability(i, found),
                  part.probability(i, own)));
        }
      }
    }
    return doubts.stream()
        .sorted(
            Comparator.<Doubt>comparingDouble(doubt -> doubt.own - doubt.probability)
                .thenComparing(Doubt::path))
        .limit(MOST)
        .toList();
  }

  /** The mean probability of each class among the images labelled so; beyond reach if none is. */
  private static double[] sure(List<Evaluation> parts) {
    int classes = parts.get(0).labels().size();
    double[] sums = new double[classes];
    int[] counts = new int[classes];
    for (Evaluation part : parts) {
      for (int i = 0; i < part.images(); i++) {
        int own = part.truth()[i];
        sums[own] += part.probability(i, own);
        counts[own]++;
      }
    }
    double[] sure = new double[classes];
    Arrays.setAll(sure, c -> counts[c] == 0 ? Double.POSITIVE_INFINITY : sums[c] / counts[c]);
    return sure;
  }

  /** The likeliest of the classes that are held for sure; -1 if none is. */
  private static int surest(Evaluation part, int image, double... sure) {
    int found = -1;
    for (int c = 0; c < sure.length; c++) {
      float probability = part.probability(image, c);
      if (probability >= sure[c] - ROUNDING
          && (found < 0 || probability > part.probability(image, found))) {
        found = c;
      }
    }
    return found;
  }
}
