package org.graft.spark.head;

import java.io.Serializable;

/**
 * A dense layer of the classes and softmax, on features as the base gives them.
 *
 * @param kernel {@code [width, classes]} in C order
 * @param bias {@code [classes]}
 */
public record LinearHead(float[] kernel, float[] bias) implements Serializable {
  /**
   * A regression on standardised features, brought back to features as they are.
   *
   * @param parameters {@code [width + 1, classes]}, the last row of the bias
   */
  static LinearHead of(double[] parameters, Moments moments) {
    int width = moments.width();
    int classes = parameters.length / (width + 1);
    float[] kernel = new float[width * classes];
    float[] bias = new float[classes];
    for (int c = 0; c < classes; c++) {
      double shift = parameters[width * classes + c];
      for (int i = 0; i < width; i++) {
        double weight = parameters[i * classes + c] / moments.deviation(i);
        kernel[i * classes + c] = (float) weight;
        shift -= weight * moments.mean(i);
      }
      bias[c] = (float) shift;
    }
    return new LinearHead(kernel, bias);
  }

  /** Number of classes. */
  public int classes() {
    return bias.length;
  }

  /** Features of an image. */
  public int width() {
    return kernel.length / bias.length;
  }

  /** The likeliest class of an image. */
  public int likeliest(float... features) {
    double[] logits = logits(features);
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }

  /** The probabilities of an image's classes. */
  public float[] probabilities(float... features) {
    double[] logits = logits(features);
    double greatest = logits[likeliest(features)];
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      logits[c] = Math.exp(logits[c] - greatest);
      sum += logits[c];
    }
    float[] probabilities = new float[logits.length];
    for (int c = 0; c < logits.length; c++) {
      probabilities[c] = (float) (logits[c] / sum);
    }
    return probabilities;
  }

  private double[] logits(float... features) {
    if (features.length != width()) {
      throw new IllegalArgumentException(features.length + " features, expected " + width());
    }
    double[] logits = new double[bias.length];
    for (int c = 0; c < logits.length; c++) {
      logits[c] = bias[c];
    }
    for (int i = 0; i < features.length; i++) {
      for (int c = 0; c < logits.length; c++) {
        logits[c] += (double) features[i] * kernel[i * logits.length + c];
      }
    }
    return logits;
  }
}
