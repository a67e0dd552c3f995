package org.graft.train;

import java.util.Arrays;
import java.util.Locale;
import org.graft.failure.Choices;

/** How much an image counts in the loss by its class, as Keras' {@code class_weight}. */
public enum ClassWeights {
  /** Every image the same. */
  NONE,
  /** {@code n / (k n_c)}: each of k classes as much in all as any other (King and Zeng 2001). */
  AUTO;

  /** The choice of that name; a user's mistake for any other. */
  public static ClassWeights of(String name) {
    return Choices.of(values(), name, "there are no class weights '" + name + "'");
  }

  /** {@code [classes]}, for training images with these labels; 1 for a class without any. */
  float[] of(int[] labels, int classes) {
    float[] weights = new float[classes];
    Arrays.fill(weights, 1);
    if (this == AUTO) {
      int[] counts = new int[classes];
      for (int label : labels) {
        counts[label]++;
      }
      for (int c = 0; c < classes; c++) {
        weights[c] = counts[c] == 0 ? 1 : labels.length / (float) (classes * counts[c]);
      }
    }
    return weights;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
