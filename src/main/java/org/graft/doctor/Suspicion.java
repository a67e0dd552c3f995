package org.graft.doctor;

import java.util.Optional;
import org.graft.base.Base;
import org.graft.train.TrainRequest;
import org.jspecify.annotations.Nullable;

/**
 * A cause that a check holds for likely.
 *
 * @param layer where it shows, if it shows in one layer
 * @param reason one sentence with the figures that speak for it
 * @param cure what to set, or what to do
 * @param remedy what to train instead, one factor changed; empty where no training can show it
 */
record Suspicion(
    Cause cause, @Nullable String layer, String reason, Advice cure, Optional<Remedy> remedy) {

  /** The same training with one factor changed. */
  record Remedy(Base base, TrainRequest request) {}

  static Suspicion of(Cause cause, String reason, Advice cure, Base base, TrainRequest request) {
    return new Suspicion(cause, null, reason, cure, Optional.of(new Remedy(base, request)));
  }

  static Suspicion beyondTraining(Cause cause, @Nullable String layer, String reason, String cure) {
    return new Suspicion(cause, layer, reason, Advice.of(cure), Optional.empty());
  }
}
