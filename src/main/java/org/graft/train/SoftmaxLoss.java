package org.graft.train;

import org.graft.plan.Tensor;

/**
 * Softmax cross-entropy of a batch.
 *
 * @param mean over the batch of what each image costs times its weight, in nats
 * @param gradient {@code [n, classes]}, of the mean by the logits
 */
record SoftmaxLoss(double mean, Tensor gradient) {
  /**
   * The loss of logits {@code [n, classes]} against targets {@code [n, classes]}, whose rows sum to
   * 1, and weights {@code [n]}.
   */
  static SoftmaxLoss of(Tensor logits, Tensor targets, Tensor weights) {
    int count = logits.shape()[0];
    int classes = logits.shape()[1];
    float[] gradient = new float[count * classes];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double scale = logSumExp(logits.values(), i * classes, classes);
      float weight = weights.values()[i];
      for (int j = i * classes; j < (i + 1) * classes; j++) {
        double logProbability = logits.values()[j] - scale;
        sum -= weight * targets.values()[j] * logProbability;
        gradient[j] = (float) ((Math.exp(logProbability) - targets.values()[j]) * weight / count);
      }
    }
    return new SoftmaxLoss(sum / count, new Tensor(gradient, count, classes));
  }

  private static double logSumExp(float[] values, int from, int count) {
    double most = Double.NEGATIVE_INFINITY;
    for (int j = from; j < from + count; j++) {
      most = Math.max(most, values[j]);
    }
    double sum = 0;
    for (int j = from; j < from + count; j++) {
      sum += Math.exp(values[j] - most);
    }
    return most + Math.log(sum);
  }
}
