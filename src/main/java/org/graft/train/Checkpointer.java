package org.graft.train;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps how far a training has got, so that it can be taken up again; nothing unless overridden.
 */
public interface Checkpointer {
  /** Keeps nothing. */
  Checkpointer NONE = new Checkpointer() {};

  /**
   * Where a phase was left, if it was begun before.
   *
   * @param phase number of the phase, from 0
   * @param examples fingerprint of what it trains on, which must be that of then
   */
  default Optional<TrainState> restored(int phase, String examples) {
    return Optional.empty();
  }

  /**
   * An epoch is over.
   *
   * @param state where the phase stands; copied when asked for, and only until the next epoch
   */
  default void epoch(EpochMetrics metrics, Supplier<TrainState> state) {}

  /** A phase is over, and another may begin. */
  default void phaseDone(Supplier<TrainState> state) {}
}
