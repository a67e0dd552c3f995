package org.graft.plan;

import java.util.List;

/** {@code x * scale + offset}, one pair for each channel: Keras {@code Rescaling}. */
public record Rescale(String name, String input, List<Float> scale, List<Float> offset)
    implements Unary {
  public Rescale {
    scale = List.copyOf(scale);
    offset = List.copyOf(offset);
  }

  @Override
  public Rescale reading(String source) {
    return new Rescale(name, source, scale, offset);
  }
}
