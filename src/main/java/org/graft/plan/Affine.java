package org.graft.plan;

/** {@code x * scale[c] + shift[c]} for each channel c. */
public record Affine(float[] scale, float[] shift) {
  /** Scales and shifts one value a channel, in place. */
  public void apply(float... channels) {
    for (int c = 0; c < scale.length; c++) {
      channels[c] = channels[c] * scale[c] + shift[c];
    }
  }
}
