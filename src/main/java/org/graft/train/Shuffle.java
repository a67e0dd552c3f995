package org.graft.train;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Orders of rows, drawn anew for each epoch (Fisher and Yates). */
final class Shuffle {
  private Shuffle() {}

  static int[] order(int count, RandomGenerator random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** At most {@code length} of {@code order} from {@code from} on. */
  static int[] slice(int[] order, int from, int length) {
    return Arrays.copyOfRange(order, from, Math.min(order.length, from + length));
  }
}
