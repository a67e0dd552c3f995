package org.graft.doctor;

import java.util.Arrays;
import java.util.BitSet;
import org.graft.feature.Features;

/**
 * What features look like, before any head.
 *
 * @param finite whether none is NaN or infinite
 * @param constant share of the features that are the same for every image, 0..1
 * @param dead share of the features that are zero for every image, 0..1
 * @param mean over all features and images
 * @param deviation of all features over the images, root mean square
 * @param largest magnitude
 * @param cosine mean cosine between the features of two images: near 1 where they are all alike
 */
record FeatureSheet(
    boolean finite,
    double constant,
    double dead,
    double mean,
    double deviation,
    double largest,
    double cosine) {

  static FeatureSheet of(Features features) {
    float[] values = features.values().values();
    if (!features.values().isFinite()) {
      return new FeatureSheet(false, 0, 0, 0, 0, 0, 0);
    }
    Standard standard = Standard.of(features);
    BitSet alive = new BitSet(features.width());
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        alive.set(i % features.width());
      }
      largest = Math.max(largest, Math.abs(values[i]));
    }
    double[] deviations = standard.deviation();
    return new FeatureSheet(
        true,
        Arrays.stream(deviations).filter(d -> d == 0).count() / (double) deviations.length,
        1 - alive.cardinality() / (double) features.width(),
        Arrays.stream(standard.mean()).average().orElse(0),
        Math.sqrt(Arrays.stream(deviations).map(d -> d * d).average().orElse(0)),
        largest,
        meanCosine(features));
  }

  /** From the length of the sum of all directions: no pair needs to be looked at. */
  private static double meanCosine(Features features) {
    int width = features.width();
    double[] sum = new double[width];
    int count = 0;
    for (int row = 0; row < features.count(); row++) {
      double length = 0;
      for (int c = 0; c < width; c++) {
        double value = features.values().values()[row * width + c];
        length += value * value;
      }
      if (length > 0) {
        count++;
        for (int c = 0; c < width; c++) {
          sum[c] += features.values().values()[row * width + c] / Math.sqrt(length);
        }
      }
    }
    double square = Arrays.stream(sum).map(s -> s * s).sum();
    return count < 2 ? 1 : (square - count) / ((double) count * (count - 1));
  }
}
