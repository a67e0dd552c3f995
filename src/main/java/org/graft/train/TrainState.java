package org.graft.train;

import java.util.List;
import java.util.Map;
import org.graft.plan.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Where a phase stands after whole epochs. With it, the data and the request, training goes on as
 * if it had not been left: what is random depends on the counters alone ({@link Draws}).
 *
 * @param phase number of the phase, from 0
 * @param epoch epochs that are done
 * @param step steps that are done
 * @param weights every trainable array
 * @param slots the optimiser's arrays by the slot's name, laid out as the weights
 * @param metrics of the epochs that are done
 * @param best the best epoch on held-out images, or {@code null} without any
 */
public record TrainState(
    int phase,
    int epoch,
    long step,
    Weights weights,
    Map<String, Weights> slots,
    List<EpochMetrics> metrics,
    @Nullable Best best) {
  public TrainState {
    slots = Map.copyOf(slots);
    metrics = List.copyOf(metrics);
  }

  /**
   * An epoch and the weights after it.
   *
   * @param epoch from 1
   * @param loss on the images held out
   */
  public record Best(int epoch, double loss, Weights weights) {}
}
