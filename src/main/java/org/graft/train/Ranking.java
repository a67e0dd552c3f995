package org.graft.train;

import java.util.Arrays;

/** Images from the likeliest for a label to the least likely, those of one probability together. */
final class Ranking {
  private Ranking() {}

  /** What is told of each cut between two probabilities. */
  @FunctionalInterface
  interface Cut {
    /**
     * Takes one cut.
     *
     * @param last the least probability that is above the cut
     * @param hits images above it that have the label
     * @param named images above it
     */
    void at(float last, int hits, int named);
  }

  /** Tells every cut, the one behind the likeliest images first. */
  static void cuts(float[] probabilities, boolean[] has, Cut cut) {
    int[] order = descending(probabilities);
    int hits = 0;
    for (int n = 0; n < order.length; n++) {
      float own = probabilities[order[n]];
      hits += has[order[n]] ? 1 : 0;
      if (n + 1 == order.length || probabilities[order[n + 1]] < own) {
        cut.at(own, hits, n + 1);
      }
    }
  }

  /** Of equal ones the first comes first; what is no number comes last. */
  private static int[] descending(float... values) {
    long[] keys = new long[values.length];
    for (int i = 0; i < keys.length; i++) {
      int bits = Float.floatToIntBits(values[i]);
      int ascending = Float.isNaN(values[i]) ? Integer.MIN_VALUE : bits ^ (bits >> 31 & 0x7fffffff);
      keys[i] = (long) ~ascending << 32 | i;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  /**
   * Average precision: the precision at each cut, weighted by the recall that it adds, as
   * scikit-learn's {@code average_precision_score}; 0 for a label that no image has.
   */
  static double averagePrecision(float[] probabilities, boolean... has) {
    int of = count(has);
    double[] sum = new double[1];
    int[] before = new int[1];
    cuts(
        probabilities,
        has,
        (last, hits, named) -> {
          sum[0] += of == 0 ? 0 : (hits - before[0]) / (double) of * hits / named;
          before[0] = hits;
        });
    return sum[0];
  }

  /**
   * The mean of {@link #averagePrecision} over all rankings of {@code images}, of which some have
   * the label: above their share, the more so the fewer images there are.
   */
  static double expectedAtRandom(int images, int have) {
    if (images == 1) {
      return have;
    }
    double harmonic = 0;
    for (int k = 1; k <= images; k++) {
      harmonic += 1.0 / k;
    }
    return (harmonic + (images - harmonic) * (have - 1) / (images - 1)) / images;
  }

  static int count(boolean... has) {
    int count = 0;
    for (boolean one : has) {
      count += one ? 1 : 0;
    }
    return count;
  }
}
