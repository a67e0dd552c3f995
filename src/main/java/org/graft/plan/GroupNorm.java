package org.graft.plan;

import java.util.List;

/**
 * Each group of neighbouring channels brought to mean 0 and variance 1 over all cells (Wu and He
 * 2018): {@code (x - mean) / sqrt(variance + epsilon) * gamma + beta}, without gamma unless {@code
 * scale} and without beta unless {@code center}. Keras {@code GroupNormalization} over the last
 * axis.
 *
 * @param groups how many there are, 0 for one a channel
 */
public record GroupNorm(
    String name, String input, int groups, double epsilon, boolean scale, boolean center)
    implements Unary {

  @Override
  public List<Parameter> parameters(Shape in) {
    groupsOf(in);
    return Parameter.affine(scale, center, in.channels());
  }

  /** The number of groups for this input. */
  public int groupsOf(Shape in) {
    int parts = groups == 0 ? in.channels() : groups;
    if (in.channels() % parts != 0) {
      throw new IllegalArgumentException(
          "[" + in + "] comes in, whose channels do not part into " + parts + " groups");
    }
    return parts;
  }
}
