package org.graft.train;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.graft.head.Masks;
import org.graft.image.SeededRandom;
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
   * The rows of an epoch in an order that reads those together which lie together: runs of rows in
   * random order, and within each window of it the rows in random order.
   *
   * @param run rows of a run
   * @param window rows of a window
   */
  int[] order(int count, int epoch, int run, int window) {
    SplittableRandom random = random(ORDER, epoch);
    int[] runs = new int[(count - 1) / run + 1];
    Arrays.setAll(runs, i -> i);
    shuffle(runs, 0, runs.length, random);
    int[] order = new int[count];
    int filled = 0;
    for (int each : runs) {
      for (int row = each * run; row < Math.min(count, (each + 1L) * run); row++) {
        order[filled++] = row;
      }
    }
    for (int from = 0; from < count; from += window) {
      shuffle(order, from, Math.min(count, from + window), random);
    }
    return order;
  }

  /** Brings what lies from one place up to another into random order (Fisher and Yates). */
  private static void shuffle(int[] values, int from, int to, SplittableRandom random) {
    for (int i = to - 1; i > from; i--) {
      int j = from + random.nextInt(i - from + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  /**
   * Inverted dropout: 0 for what is dropped, {@code 1 / (1 - rate)} for what is kept.
   *
   * @param number of the dropout in its network, from 0
   */
  Tensor mask(int number, int rows, Masks.DropoutMask of, long step) {
    SplittableRandom random = random(number == 0 ? MASK : OTHER + number, step);
    float[] values = new float[rows * of.shape().size()];
    float[] either = {0, (float) (1 / (1 - of.rate()))};
    for (int i = 0; i < values.length; i++) {
      values[i] = either[random.nextDouble() < of.rate() ? 0 : 1];
    }
    return new Tensor(values, of.shape().batched(rows));
  }

  /** A generator for what a phase draws once: initial weights, images held out. */
  SplittableRandom once(int number) {
    return random(OTHER, number);
  }

  private SplittableRandom random(int kind, long number) {
    return SeededRandom.of(seed, phase, kind, number);
  }
}
