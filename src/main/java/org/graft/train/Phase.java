package org.graft.train;

import org.graft.plan.Weights;
import org.graft.train.optimizer.NamedOptimizer;
import org.graft.train.optimizer.Optimizer;
import org.graft.train.optimizer.Sgd;

/**
 * How one phase of a training descends.
 *
 * @param weightDecay share of each kernel that goes with every step, times the rate (decoupled;
 *     Loshchilov and Hutter 2019), as Keras' {@code weight_decay} with biases excluded
 * @param patience epochs without a lower validation loss after which the phase ends and its best
 *     weights are put back, as Keras' {@code EarlyStopping}; 0 for never
 */
public record Phase(Optimizer optimizer, Schedule schedule, double weightDecay, int patience) {
  /** SGD with momentum 0.9 at a rate that does not destroy what the base has learnt. */
  public static final Phase FINE_TUNE =
      new Phase(new Sgd(0.9, false), new Schedule(10, 32, 1e-4, 0, false), 0, 0);

  public Phase withSchedule(Schedule other) {
    return new Phase(optimizer, other, weightDecay, patience);
  }

  /** By another optimiser, with Keras' rate and decay for it; the same if it is this one's. */
  public Phase by(NamedOptimizer other) {
    return other.rule().equals(optimizer)
        ? this
        : new Phase(
            other.rule(), schedule.withLearningRate(other.rate()), other.weightDecay(), patience);
  }

  /** Whether a parameter of that name loses a share with every step. */
  boolean decays(String parameter) {
    return weightDecay > 0 && parameter.endsWith(Weights.KERNEL);
  }
}
