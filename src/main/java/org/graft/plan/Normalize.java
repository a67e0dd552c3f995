package org.graft.plan;

import java.util.List;

/**
 * {@code (x - mean) / sqrt(variance)} with the statistics of the data that Keras' {@code
 * Normalization} was adapted to, by channel; {@code count}, which Keras stores with them, has no
 * part in it.
 */
public record Normalize(String name, String input) implements Unary {
  /** What Keras divides by at least. */
  public static final double LEAST_DEVIATION = 1e-7;

  @Override
  public List<Parameter> parameters(Shape in) {
    return List.of(
        new Parameter(Weights.MEAN, in.channels()),
        new Parameter(Weights.VARIANCE, in.channels()),
        new Parameter(Weights.COUNT));
  }

  @Override
  public Normalize reading(String source) {
    return new Normalize(name, source);
  }
}
