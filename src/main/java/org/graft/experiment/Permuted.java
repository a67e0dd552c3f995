package org.graft.experiment;

import java.util.SplittableRandom;
import org.graft.feature.Features;

/** Features that nothing can be learned from: their labels are dealt out at random. */
public final class Permuted {
  private Permuted() {}

  /** As many rows of each class as before, none but by chance under its own label. */
  public static Features of(Features features, SplittableRandom random) {
    int[] labels = features.labels().clone();
    for (int i = labels.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int label = labels[i];
      labels[i] = labels[j];
      labels[j] = label;
    }
    return new Features(features.values(), labels, features.files());
  }
}
