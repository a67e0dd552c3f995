package org.graft.plan;

import java.util.List;

/**
 * {@code x * gamma[c]} (Touvron et al. 2021, section 3): {@code LayerScale} of keras.applications'
 * ConvNeXt.
 */
public record LayerScale(String name, String input) implements Unary {

  @Override
  public List<Parameter> parameters(Shape in) {
    return List.of(new Parameter(Weights.GAMMA, in.channels()));
  }
}
