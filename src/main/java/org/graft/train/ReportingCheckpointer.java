package org.graft.train;

import java.util.Optional;
import java.util.function.Supplier;

/** Progress that somebody listens to as well. */
record ReportingCheckpointer(Checkpointer kept, TrainListener listener) implements Checkpointer {
  @Override
  public Optional<TrainState> restored(int phase, String examples) {
    return kept.restored(phase, examples);
  }

  @Override
  public void epoch(EpochMetrics metrics, int of, Supplier<TrainState> state) {
    kept.epoch(metrics, of, state);
    listener.epoch(metrics, of);
  }

  @Override
  public void phaseDone(Supplier<TrainState> state) {
    kept.phaseDone(state);
  }
}
