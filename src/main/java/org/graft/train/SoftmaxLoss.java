package org.graft.train;

import java.util.Arrays;
import org.graft.plan.Tensor;

/**
 * Softmax cross-entropy of a batch.
 *
 * @param mean over the batch of what each image costs times its weight, in nats
 * @param gradient {@code [n, classes]}, of the mean by the logits
 */
@SuppressWarnings("ArrayRecordComponent")
record SoftmaxLoss(double mean, double[] gradient) {
  /** The same of logits as they come out of a network. */
  static SoftmaxLoss of(Tensor logits, Tensor targets, Tensor weights) {
    float[] values = logits.values();
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return of(doubles, targets, weights);
  }

  /**
   * The loss of logits {@code [n, classes]} in C order against targets {@code [n, classes]}, whose
   * rows sum to 1, and weights {@code [n]}.
   */
  static SoftmaxLoss of(double[] logits, Tensor targets, Tensor weights) {
    int count = targets.shape()[0];
    int classes = targets.shape()[1];
    float[] target = targets.values();
    double[] gradient = new double[count * classes];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double scale = logSumExp(logits, i * classes, classes);
      float weight = weights.values()[i];
      for (int j = i * classes; j < (i + 1) * classes; j++) {
        double logProbability = logits[j] - scale;
        sum -= weight * target[j] * logProbability;
        gradient[j] = (Math.exp(logProbability) - target[j]) * weight / count;
      }
    }
    return new SoftmaxLoss(sum / count, gradient);
  }

  private static double logSumExp(double[] values, int from, int count) {
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
