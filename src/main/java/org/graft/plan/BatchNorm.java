package org.graft.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Batch normalisation over the last axis in inference mode (Ioffe and Szegedy 2015): {@code (x -
 * moving_mean) / sqrt(moving_variance + epsilon) * gamma + beta}, without gamma unless {@code
 * scale} and without beta unless {@code center}. Keras {@code BatchNormalization}.
 */
public record BatchNorm(String name, String input, double epsilon, boolean scale, boolean center)
    implements Unary {

  @Override
  public List<Parameter> parameters(Shape in) {
    int channels = in.channels();
    List<Parameter> parameters = new ArrayList<>(Parameter.affine(scale, center, channels));
    parameters.add(new Parameter(Weights.MOVING_MEAN, channels));
    parameters.add(new Parameter(Weights.MOVING_VARIANCE, channels));
    return parameters;
  }
}
