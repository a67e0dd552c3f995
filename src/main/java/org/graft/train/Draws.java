package org.graft.train;

import java.util.SplittableRandom;
import org.graft.head.Masks;
import org.graft.plan.Tensor;

/**
 * All that is random in a phase. Each draw depends on the seed, the phase and its own number alone,
 * not on the draws before it: a training that is taken up again in the middle draws what it would
 * have drawn undisturbed, and has no random state to store.
 *
 * @param phase number of the phase, from 0
 */
record Draws(long seed, int phase) {
  private static final int ORDER = 1;
  private static final int MASK = 2;
  private static final int OTHER = 3;

  /** The rows of an epoch in random order (Fisher and Yates). */
  int[] order(int count, int epoch) {
    SplittableRandom random = random(ORDER, epoch);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /**
   * Inverted dropout: 0 for what is dropped, {@code 1 / (1 - rate)} for what is kept.
   *
   * @param number of the dropout in its network, from 0
   */
  Tensor mask(int number, int rows, Masks.Mask of, long step) {
    SplittableRandom random = random(number == 0 ? MASK : OTHER + number, step);
    float[] values = new float[rows * of.shape().size()];
    float kept = (float) (1 / (1 - of.rate()));
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() < of.rate() ? 0 : kept;
    }
    return new Tensor(values, of.shape().batched(rows));
  }

  /** A generator for what a phase draws once: initial weights, images held out. */
  SplittableRandom once(int number) {
    return random(OTHER, number);
  }

  private SplittableRandom random(int kind, long number) {
    long state = seed;
    for (long part : new long[] {phase, kind, number}) {
      state = new SplittableRandom(state ^ part).nextLong();
    }
    return new SplittableRandom(state);
  }
}
