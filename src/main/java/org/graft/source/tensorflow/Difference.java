package org.graft.source.tensorflow;

import org.graft.source.tensorflow.kernel.Array;

/**
 * How far what a plan gives is from what the graph's operations give.
 *
 * @param relative greatest difference over the greatest value
 * @param isEvidence whether another network would have given something else: outputs that are all
 *     alike, no numbers, or 0 and 1 alone, as a saturated softmax gives them, prove nothing
 */
record Difference(double relative, boolean isEvidence) {
  private static final double SATURATED = 1e-6;

  /** Below this a sum of products is what was left of its parts, or flushed to 0. */
  private static final double LEAST = 1e-30;

  static Difference of(float[] found, Array expected) {
    if (found.length != expected.size()) {
      return new Difference(Double.POSITIVE_INFINITY, true);
    }
    double greatest = 0;
    double difference = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    boolean between = false;
    for (int i = 0; i < found.length; i++) {
      double value = expected.at(i);
      if (!Double.isFinite(value)) {
        return new Difference(0, false);
      }
      greatest = Math.max(greatest, Math.abs(value));
      difference = Math.max(difference, distance(found[i], value));
      least = Math.min(least, value);
      most = Math.max(most, value);
      between |= Math.min(Math.abs(value), Math.abs(value - 1)) > SATURATED;
    }
    boolean evidence = between && (most - least > SATURATED * greatest || found.length == 1);
    return new Difference(difference / Math.max(greatest, LEAST), evidence);
  }

  private static double distance(float found, double value) {
    return Float.isNaN(found) ? Double.POSITIVE_INFINITY : Math.abs(found - value);
  }
}
