package org.graft.gradient;

import org.graft.plan.Affine;

/** {@code x * scale[c] + shift[c]} for each channel c, all constant. */
record Scaled(Values in, Values out, Affine affine) implements Step {
  @Override
  public void forward() {
    float[] scale = affine.scale();
    float[] shift = affine.shift();
    float[] read = in.values();
    float[] made = out.values();
    for (int from = 0; from < out.size(); from += scale.length) {
      for (int c = 0; c < scale.length; c++) {
        made[from + c] = read[from + c] * scale[c] + shift[c];
      }
    }
  }

  @Override
  public void backward() {
    if (!in.reached) {
      return;
    }
    float[] scale = affine.scale();
    float[] gradient = out.gradient();
    float[] passed = in.gradient();
    boolean inPlace = in == out;
    for (int from = 0; from < out.size(); from += scale.length) {
      for (int c = 0; c < scale.length; c++) {
        float more = gradient[from + c] * scale[c];
        passed[from + c] = inPlace ? more : passed[from + c] + more;
      }
    }
  }
}
