package org.graft.plan;

import java.util.List;

/**
 * {@code x * scale + offset}, each of them one number or one for each channel: Keras {@code
 * Rescaling}, a {@code Normalization} that states its statistics, and sums and products with
 * constants.
 */
public record Rescale(String name, String input, List<Float> scale, List<Float> offset)
    implements Unary {
  public Rescale {
    scale = List.copyOf(scale);
    offset = List.copyOf(offset);
  }

  @Override
  public Shape outputShape(Shape in) {
    for (List<Float> factors : List.of(scale, offset)) {
      if (factors.size() != 1 && factors.size() != in.channels()) {
        throw new IllegalArgumentException(
            "[" + in + "] comes in, and " + factors.size() + " channels are to be rescaled");
      }
    }
    return in;
  }

  @Override
  public Rescale withInput(String source) {
    return new Rescale(name, source, scale, offset);
  }
}
