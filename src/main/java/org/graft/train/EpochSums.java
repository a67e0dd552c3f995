package org.graft.train;

import org.graft.plan.Tensor;

/** Loss and hits summed over batches, each image counting once. */
final class EpochSums {
  private double loss;
  private int correct;
  private int images;

  void add(double meanLoss, Tensor logits, int[] labels) {
    loss += meanLoss * labels.length;
    images += labels.length;
    for (int i = 0; i < labels.length; i++) {
      correct += Evaluation.highest(logits, i) == labels[i] ? 1 : 0;
    }
  }

  double loss() {
    return loss / images;
  }

  double accuracy() {
    return correct / (double) images;
  }
}
