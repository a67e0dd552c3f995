package org.graft.train;

import java.util.Set;
import org.graft.image.ImageGroups;

/** Plans that hold out a share alone. */
final class SamplingPlans {
  private SamplingPlans() {}

  static SamplingPlan of(long seed, double validation, int variants) {
    return of(seed, validation, variants, Shuffle.USUAL);
  }

  static SamplingPlan of(long seed, double validation, int variants, Shuffle shuffle) {
    return new SamplingPlan(seed, validation, Set.of(), ImageGroups.NONE, variants, shuffle);
  }
}
