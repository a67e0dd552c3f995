package org.graft.plan;

import java.util.List;

/**
 * Each cell's channels divided by the root of their mean square (Zhang and Sennrich 2019): {@code x
 * / sqrt(mean of squares + epsilon) * gamma}. Keras {@code RMSNormalization} over the last axis.
 */
public record RmsNorm(String name, String input, double epsilon) implements Unary {
  @Override
  public List<Parameter> parameters(Shape in) {
    return List.of(new Parameter(Weights.GAMMA, in.channels()));
  }
}
