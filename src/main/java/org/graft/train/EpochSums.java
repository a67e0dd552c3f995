package org.graft.train;

import org.graft.plan.Tensor;
import org.jspecify.annotations.Nullable;

/** Loss and hits summed over batches, each image counting once. */
final class EpochSums {
  private final Task task;
  private double loss;
  private double correct;
  private int images;

  EpochSums(Task task) {
    this.task = task;
  }

  void add(double meanLoss, Tensor logits, int[] labels) {
    loss += meanLoss * labels.length;
    images += labels.length;
    for (int i = 0; i < labels.length; i++) {
      correct += task.rightShare(logits, i, labels[i]);
    }
  }

  double loss() {
    return loss / images;
  }

  /** {@code null} where answers are not counted. */
  @Nullable Double accuracy() {
    return task.isCounted() ? correct / images : null;
  }
}
