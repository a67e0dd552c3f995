package org.graft.tape;

import org.graft.plan.Affine;

/** {@code x * scale[c] + shift[c]} for each channel c, all constant. */
record BatchNormStep(Values in, Values out, Affine affine) implements LayerStep {
  @Override
  public void forward() {
    float[] scale = out.repeated(affine.scale(), 0);
    float[] shift = out.repeated(affine.shift(), 0);
    for (int cell = 0; cell < out.cells; cell++) {
      scale(in.values()[cell], scale, shift, out.values()[cell]);
    }
  }

  private static void scale(float[] read, float[] scale, float[] shift, float... made) {
    for (int i = 0; i < scale.length; i++) {
      made[i] = read[i] * scale[i] + shift[i];
    }
  }

  @Override
  public void backward() {
    if (!in.requiresGrad) {
      return;
    }
    float[] scale = out.repeated(affine.scale(), 0);
    for (int cell = 0; cell < out.cells; cell++) {
      passOn(out.gradient()[cell], scale, in.gradient()[cell]);
    }
  }

  private void passOn(float[] gradient, float[] scale, float... passed) {
    boolean inPlace = in == out;
    for (int i = 0; i < scale.length; i++) {
      float more = gradient[i] * scale[i];
      passed[i] = inPlace ? more : passed[i] + more;
    }
  }
}
