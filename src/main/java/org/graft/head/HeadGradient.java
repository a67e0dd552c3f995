package org.graft.head;

import org.graft.plan.Affine;
import org.graft.plan.BatchNorm;
import org.graft.plan.Dense;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.SplitModel;
import org.graft.plan.Weights;
import org.jspecify.annotations.Nullable;

/**
 * How a trained head's logits answer to the features that enter it, in inference: worked out by
 * hand through one or two dense layers, and by SameDiff through any other head.
 */
public final class HeadGradient {
  private final @Nullable Affine standardize;
  private final boolean hidden;
  private final Weights weights;
  private final int classes;
  private final @Nullable LogitGradient other;

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
    this.classes = model.plan().shapes().get(Head.LOGITS).channels();
    this.other = isByHand(model.plan()) ? null : new LogitGradient(tail(model));
  }

  /** The first layer of the head that a plan ends in, behind its pooling. */
  public static Layer first(Plan plan) {
    return plan.find(Head.STANDARDIZE)
        .or(() -> plan.find(Head.HIDDEN))
        .orElseGet(() -> plan.layer(Head.LOGITS));
  }

  private static boolean isByHand(Plan plan) {
    long dense =
        plan.layers().stream().filter(layer -> layer.name().startsWith(Head.HIDDEN)).count();
    return plan.layer(Head.LOGITS) instanceof Dense && dense < 2;
  }

  private static Model tail(Model model) {
    return SplitModel.before(model.upTo(Head.LOGITS), first(model.plan()).name()).tail();
  }

  /**
   * The derivative of a logit by each feature.
   *
   * @param features {@code [width]} of one image, as the base gives them
   * @param label index of the class
   * @return {@code [width]}
   */
  public float[] of(float[] features, int label) {
    return other == null ? byHand(features, label) : other.of(features, label);
  }

  private float[] byHand(float[] features, int label) {
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
