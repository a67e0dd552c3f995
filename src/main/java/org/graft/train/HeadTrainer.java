package org.graft.train;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Features;
import org.graft.graph.Network;
import org.graft.head.Head;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a head on features, epoch by epoch. The loop is Graft's own over SameDiff's gradients,
 * since {@code fit()} reports no loss; order and dropout masks come from the generator that is
 * handed in, so that a seed decides the result.
 */
public final class HeadTrainer {
  private final Head head;
  private final Schedule schedule;
  private final RandomGenerator random;
  private final HeadStep step;

  public HeadTrainer(Head head, Recipe recipe, Model start, RandomGenerator random) {
    this.head = head;
    this.schedule = recipe.schedule();
    this.random = random;
    this.step = new HeadStep(head, recipe, start);
  }

  /** Told after every epoch: its number from 1, the mean loss and the share predicted right. */
  @FunctionalInterface
  public interface EpochListener {
    void finished(int epoch, double loss, double accuracy);
  }

  /** Trains for the recipe's epochs and returns all weights of the head. */
  public Weights train(Features features, EpochListener listener) {
    INDArray all = Network.toNative(features.values());
    int batches = (features.count() + schedule.batch() - 1) / schedule.batch();
    for (int epoch = 0; epoch < schedule.epochs(); epoch++) {
      int[] order = Shuffle.order(features.count(), random);
      EpochSums sums = new EpochSums();
      for (int b = 0; b < batches; b++) {
        int[] rows = Shuffle.slice(order, b * schedule.batch(), schedule.batch());
        int[] labels = Arrays.stream(rows).map(row -> features.labels()[row]).toArray();
        double rate = schedule.rate(epoch * batches + b, schedule.epochs() * batches);
        sums.add(rows.length, step.apply(all.getRows(rows), labels, mask(rows.length), rate));
      }
      requireFinite(sums.loss(), epoch + 1);
      listener.finished(epoch + 1, sums.loss(), sums.accuracy());
    }
    return step.weights();
  }

  /** Inverted dropout: 0, or {@code 1 / (1 - rate)} for what is kept. */
  private Tensor mask(int rows) {
    float[] values = new float[rows * head.units()];
    float kept = (float) (1 / (1 - head.dropout()));
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() < head.dropout() ? 0 : kept;
    }
    return new Tensor(values, rows, head.units());
  }

  private static void requireFinite(double loss, int epoch) {
    if (!Double.isFinite(loss)) {
      throw new WorkFailedException(
          "the loss became "
              + loss
              + " in epoch "
              + epoch
              + "; a lower --learning-rate or the right --preprocessing helps");
    }
  }
}
