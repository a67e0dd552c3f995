package org.graft.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Each cell's channels brought to mean 0 and variance 1 (Ba et al. 2016): {@code (x - mean) /
 * sqrt(variance + epsilon) * gamma + beta}, without gamma unless {@code scale} and without beta
 * unless {@code center}. Keras {@code LayerNormalization} over the last axis.
 */
public record LayerNorm(String name, String input, double epsilon, boolean scale, boolean center)
    implements Unary {

  @Override
  public List<Parameter> parameters(Shape in) {
    List<Parameter> parameters = new ArrayList<>();
    if (scale) {
      parameters.add(new Parameter(Weights.GAMMA, in.channels()));
    }
    if (center) {
      parameters.add(new Parameter(Weights.BETA, in.channels()));
    }
    return parameters;
  }

  @Override
  public LayerNorm withInput(String source) {
    return new LayerNorm(name, source, epsilon, scale, center);
  }
}
