package org.graft.plan;

import java.util.List;

/**
 * {@code (x - mean) / sqrt(variance)} with the statistics of the data that Keras' {@code
 * Normalization} was adapted to; {@code count}, which Keras stores with them, has no part in it.
 *
 * @param whole whether mean and variance are one number each, instead of one for each channel
 */
public record Normalize(String name, String input, boolean whole) implements Unary {
  /** What Keras divides by at least. */
  public static final double LEAST_DEVIATION = 1e-7;

  @Override
  public List<Parameter> parameters(Shape in) {
    int[] shape = whole ? new int[0] : new int[] {in.channels()};
    return List.of(
        new Parameter(Weights.MEAN, shape),
        new Parameter(Weights.VARIANCE, shape),
        new Parameter(Weights.COUNT));
  }
}
