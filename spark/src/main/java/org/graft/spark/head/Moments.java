package org.graft.spark.head;

import java.io.Serializable;
import org.apache.spark.mllib.stat.MultivariateOnlineSummarizer;

/**
 * Mean and variance of each feature of the images to learn from, as Graft's own heads standardise
 * by them: a feature that hardly varies is not blown up, since variances are at least 1e-4 of their
 * mean.
 *
 * @param means float32 values
 * @param deviations above 0, of float32 variances
 */
record Moments(double[] means, double[] deviations) implements Serializable {
  private static final double LEAST_VARIANCE = 1e-4;

  static Moments of(MultivariateOnlineSummarizer seen) {
    double[] means = seen.mean().toArray();
    double[] variances = seen.variance().toArray();
    double ofSample = (seen.count() - 1) / (double) seen.count();
    double total = 0;
    for (int i = 0; i < variances.length; i++) {
      variances[i] *= ofSample;
      total += variances[i];
    }
    double least = Math.max(LEAST_VARIANCE * total / variances.length, Float.MIN_NORMAL);
    for (int i = 0; i < variances.length; i++) {
      means[i] = (float) means[i];
      variances[i] = Math.sqrt((float) Math.max(variances[i], least));
    }
    return new Moments(means, variances);
  }

  double mean(int feature) {
    return means[feature];
  }

  double deviation(int feature) {
    return deviations[feature];
  }

  int width() {
    return means.length;
  }

  /** Puts the features of an image into {@code to}, with mean 0 and deviation 1 over all. */
  void standardize(float[] features, float[] to, int from) {
    for (int i = 0; i < features.length; i++) {
      to[from + i] = (float) ((features[i] - means[i]) / deviations[i]);
    }
  }
}
