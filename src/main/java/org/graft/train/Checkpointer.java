package org.graft.train;

import java.util.Optional;
import java.util.function.Supplier;

/** Keeps how far a training has got, so that it can be taken up again. */
public interface Checkpointer {
  /** Keeps nothing. */
  Checkpointer NONE =
      new Checkpointer() {
        @Override
        public Optional<TrainState> restored(int phase, String examples) {
          return Optional.empty();
        }

        @Override
        public void epoch(EpochMetrics metrics, int of, Supplier<TrainState> state) {
          // Nothing is kept.
        }

        @Override
        public void phaseDone(Supplier<TrainState> state) {
          // Nothing is kept.
        }
      };

  /**
   * Where a phase was left, if it was begun before.
   *
   * @param phase number of the phase, from 0
   * @param examples fingerprint of what it trains on, which must be that of then
   */
  Optional<TrainState> restored(int phase, String examples);

  /**
   * An epoch is over, of how many.
   *
   * @param state where the phase stands; copied when asked for, and only until the next epoch
   */
  void epoch(EpochMetrics metrics, int of, Supplier<TrainState> state);

  /** A phase is over, and another may begin. */
  void phaseDone(Supplier<TrainState> state);
}
