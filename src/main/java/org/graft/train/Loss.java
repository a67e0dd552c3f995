package org.graft.train;

import java.util.Arrays;
import org.graft.plan.Tensor;

/**
 * Softmax cross-entropy as Keras' {@code CategoricalCrossentropy} computes it.
 *
 * @param labelSmoothing share of each target spread evenly over all classes (Szegedy et al. 2016)
 * @param classWeights how much an image of each class counts
 */
public record Loss(double labelSmoothing, ClassWeights classWeights) {
  /** Every image counts the same, and its own class alone is right. */
  public static final Loss PLAIN = new Loss(0, ClassWeights.NONE);

  /** The mean over images that count the same, of logits {@code [n, classes]}, in nats. */
  double of(Tensor logits, int[] labels) {
    float[] ones = new float[labels.length];
    Arrays.fill(ones, 1);
    return SoftmaxLoss.of(logits, targets(labels, logits.shape()[1]), Tensor.vector(ones)).mean();
  }

  /** {@code [n]}, how much each of these training images counts. */
  Tensor weights(int[] labels, int classes) {
    float[] ofClass = classWeights.of(labels, classes);
    float[] weights = new float[labels.length];
    for (int i = 0; i < labels.length; i++) {
      weights[i] = ofClass[labels[i]];
    }
    return Tensor.vector(weights);
  }

  /** {@code [n, classes]}: the smoothed targets of images with these labels. */
  Tensor targets(int[] labels, int classes) {
    float[] values = new float[labels.length * classes];
    Arrays.fill(values, (float) (labelSmoothing / classes));
    for (int i = 0; i < labels.length; i++) {
      values[i * classes + labels[i]] += (float) (1 - labelSmoothing);
    }
    return new Tensor(values, labels.length, classes);
  }
}
