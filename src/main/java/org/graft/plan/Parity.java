package org.graft.plan;

/**
 * How far values are apart that ought to be the same.
 *
 * @param greatest difference of two values; NaN if one of them is or there are not as many
 * @param mean difference of two values
 * @param magnitude the greatest absolute value that was expected
 */
public record Parity(double greatest, double mean, double magnitude) {
  /** Compares what an engine found with what another expected. */
  public static Parity of(Tensor found, Tensor expected) {
    return of(found.values(), expected.values());
  }

  /** Compares what was found with what was expected, in the same order. */
  public static Parity of(float[] found, float[] expected) {
    double greatest = found.length == expected.length ? 0 : Double.NaN;
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < Math.min(found.length, expected.length); i++) {
      double difference = Math.abs((double) found[i] - expected[i]);
      greatest = Math.max(greatest, difference);
      sum += difference;
      magnitude = Math.max(magnitude, Math.abs(expected[i]));
    }
    return new Parity(greatest, sum / Math.max(1, expected.length), magnitude);
  }

  /** The greatest difference over the greatest value; 0 where nothing differs. */
  public double relative() {
    return greatest == 0 ? 0 : greatest / magnitude;
  }

  /** Whether no difference is more than {@code share} of the greatest value. */
  public boolean within(double share) {
    return greatest <= share * magnitude;
  }
}
