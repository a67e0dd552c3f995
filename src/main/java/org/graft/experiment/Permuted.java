package org.graft.experiment;

import java.util.SplittableRandom;
import org.graft.feature.Features;

/** Features that nothing can be learned from: their labels are dealt out at random. */
public final class Permuted {
  private Permuted() {}

  /** As many rows of each class as before, none but by chance under its own label. */
  public static Features of(Features features, SplittableRandom random) {
    return new Features(features.values(), of(features.labels(), random), features.files());
  }

  /** The same in another order. */
  static int[] of(int[] given, SplittableRandom random) {
    int[] labels = given.clone();
    for (int i = labels.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int label = labels[i];
      labels[i] = labels[j];
      labels[j] = label;
    }
    return labels;
  }
}
