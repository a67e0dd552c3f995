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

  /** Whether it multiplies by anything but 1. */
  public boolean scales() {
    return scale.stream().anyMatch(factor -> factor != 1);
  }

  /** Whether it adds anything but 0. */
  public boolean moves() {
    return offset.stream().anyMatch(summand -> summand != 0);
  }

  /** What it does as it is stated: one number each, or one for each channel. */
  public Affine affine() {
    return new Affine(channelwise(scale, scale.size()), channelwise(offset, offset.size()));
  }

  /** What it does to each of {@code channels}. */
  public Affine affine(int channels) {
    return new Affine(channelwise(scale, channels), channelwise(offset, channels));
  }

  private static float[] channelwise(List<Float> values, int channels) {
    float[] all = new float[channels];
    for (int c = 0; c < channels; c++) {
      all[c] = values.get(values.size() == 1 ? 0 : c);
    }
    return all;
  }
}
