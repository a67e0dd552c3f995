package org.graft.plan;

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
    return Parameter.affine(scale, center, in.channels());
  }
}
