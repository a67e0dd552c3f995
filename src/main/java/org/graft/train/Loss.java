package org.graft.train;

import java.util.Arrays;
import org.graft.plan.Tensor;
import org.graft.storage.OrNull;

/**
 * What changes the cross-entropy that a task is learned by, as Keras computes it.
 *
 * @param labelSmoothing share of each target spread evenly over all classes (Szegedy et al. 2016),
 *     or over a label's two answers where an image may have several
 * @param classWeights how much an image of each class counts
 * @param distance how far numbers are apart, where a number is asked for; {@code null} for squares
 */
public record Loss(double labelSmoothing, ClassWeights classWeights, @OrNull Distance distance) {
  /** Of probabilities. */
  public Loss(double labelSmoothing, ClassWeights classWeights) {
    this(labelSmoothing, classWeights, null);
  }

  /** Every image counts the same, and its own class alone is right. */
  public static final Loss PLAIN = new Loss(0, ClassWeights.NONE);

  /** The mean over images that count the same, of logits {@code [n, outputs]}. */
  double of(Task task, Tensor logits, int[] labels) {
    float[] ones = new float[labels.length];
    Arrays.fill(ones, 1);
    return task.criterion().of(logits, targets(task, labels), Tensor.vector(ones)).mean();
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

  /** {@code [n, outputs]}: the smoothed targets of images with these labels. */
  Tensor targets(Task task, int... labels) {
    return task.targets(labels, labelSmoothing);
  }
}
