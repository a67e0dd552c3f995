package org.graft.image;

import java.util.SplittableRandom;

/** Randomness that hangs on a seed and on what it is for alone, not on what was drawn before. */
public final class SeededRandom {
  private SeededRandom() {}

  /** A generator for what {@code parts} name, in their order. */
  public static SplittableRandom of(long seed, long... parts) {
    long state = seed;
    for (long part : parts) {
      state = new SplittableRandom(state ^ part).nextLong();
    }
    return new SplittableRandom(state);
  }
}
