package org.graft.train;

/** Loss and hits summed over an epoch, each image counting once. */
final class EpochSums {
  private double loss;
  private int correct;
  private int images;

  void add(int count, StepResult step) {
    loss += step.loss() * count;
    correct += step.correct();
    images += count;
  }

  double loss() {
    return loss / images;
  }

  double accuracy() {
    return correct / (double) images;
  }
}
