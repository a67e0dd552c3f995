package org.graft.train;

import java.util.function.Supplier;

/** Told after every epoch of a phase. */
@FunctionalInterface
interface PhaseListener {
  /**
   * An epoch is over.
   *
   * @param state where the phase stands; copied when asked for, and only until the next epoch
   */
  void finished(EpochMetrics metrics, Supplier<TrainState> state);
}
