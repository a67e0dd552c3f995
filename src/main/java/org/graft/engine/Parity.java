package org.graft.engine;

import org.graft.plan.Tensor;

/**
 * How far the outputs of two engines for the same inputs are apart.
 *
 * @param greatest difference of two values; NaN if the outputs are not of one size
 * @param mean difference of two values
 * @param magnitude the greatest absolute value that was expected
 */
public record Parity(double greatest, double mean, double magnitude) {
  /** Compares what an engine found with what another expected. */
  public static Parity of(Tensor found, Tensor expected) {
    float[] theirs = found.values();
    float[] ours = expected.values();
    double greatest = theirs.length == ours.length ? 0 : Double.NaN;
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < Math.min(theirs.length, ours.length); i++) {
      double difference = Math.abs((double) theirs[i] - ours[i]);
      greatest = Math.max(greatest, difference);
      sum += difference;
      magnitude = Math.max(magnitude, Math.abs(ours[i]));
    }
    return new Parity(greatest, sum / Math.max(1, ours.length), magnitude);
  }

  /** Whether no difference is more than {@code share} of the greatest value. */
  public boolean within(double share) {
    return greatest <= share * magnitude;
  }
}
