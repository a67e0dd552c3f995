package org.graft.head;

import org.graft.plan.Affine;
import org.graft.plan.BatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Weights;

/**
 * How a trained head's logits answer to the features that enter it, in inference: the derivative is
 * worked out by hand through its one or two dense layers.
 */
public final class HeadGradient {
  private final Affine standardize;
  private final boolean hidden;
  private final Weights weights;
  private final int classes;

  /** Of the head that a model ends in, as {@link Head} grafts it, BatchNorm not folded. */
  public HeadGradient(Model model) {
    this.standardize =
        model
            .plan()
            .find(Head.STANDARDIZE)
            .map(layer -> model.affine((BatchNorm) layer))
            .orElse(null);
    this.hidden = model.plan().find(Head.HIDDEN).isPresent();
    this.weights = model.weights();
    this.classes = weights.get(Head.LOGITS, Weights.KERNEL).shape()[1];
  }

  /**
   * The derivative of a logit by each feature.
   *
   * @param features {@code [width]} of one image, as the base gives them
   * @param label index of the class
   * @return {@code [width]}
   */
  public float[] of(float[] features, int label) {
    float[] logits = weights.get(Head.LOGITS, Weights.KERNEL).values();
    float[] gradient = hidden ? throughHidden(features, logits, label) : new float[features.length];
    for (int i = 0; i < gradient.length; i++) {
      float own = hidden ? gradient[i] : logits[i * classes + label];
      gradient[i] = standardize == null ? own : own * standardize.scale()[i];
    }
    return gradient;
  }

  /** By the standardised features: what the units that are not at zero hand on. */
  private float[] throughHidden(float[] features, float[] logits, int label) {
    float[] kernel = weights.get(Head.HIDDEN, Weights.KERNEL).values();
    double[] sums = sums(features, kernel);
    float[] gradient = new float[features.length];
    for (int i = 0; i < gradient.length; i++) {
      double sum = 0;
      for (int u = 0; u < sums.length; u++) {
        sum += sums[u] > 0 ? kernel[i * sums.length + u] * logits[u * classes + label] : 0;
      }
      gradient[i] = (float) sum;
    }
    return gradient;
  }

  /** What enters the ReLU of each hidden unit. */
  private double[] sums(float[] features, float... kernel) {
    float[] bias = weights.get(Head.HIDDEN, Weights.BIAS).values();
    double[] sums = new double[bias.length];
    for (int u = 0; u < sums.length; u++) {
      sums[u] = bias[u];
      for (int i = 0; i < features.length; i++) {
        sums[u] += standardized(features, i) * kernel[i * sums.length + u];
      }
    }
    return sums;
  }

  private float standardized(float[] features, int i) {
    return standardize == null
        ? features[i]
        : features[i] * standardize.scale()[i] + standardize.shift()[i];
  }
}
