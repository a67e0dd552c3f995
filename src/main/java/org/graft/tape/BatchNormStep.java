package org.graft.tape;

import org.graft.plan.Affine;

/** {@code x * scale[c] + shift[c]} for each channel c, all constant. */
record BatchNormStep(Values in, Values out, Affine affine) implements LayerStep {
  @Override
  public void forward() {
    float[] scale = asLongAsWorthIt(affine.scale());
    float[] shift = asLongAsWorthIt(affine.shift());
    for (int cell = 0; cell < out.cells; cell++) {
      for (int from = 0; from < out.row(); from += scale.length) {
        scale(in.values()[cell], scale, shift, out.values()[cell], from);
      }
    }
  }

  /**
   * Repeated as long as a cell where there are several: they are walked through faster, and that is
   * made once for all of them.
   */
  private float[] asLongAsWorthIt(float... channelwise) {
    return out.cells == 1 ? channelwise : out.repeated(channelwise, 0);
  }

  private static void scale(float[] read, float[] scale, float[] shift, float[] made, int from) {
    for (int i = 0; i < scale.length; i++) {
      made[from + i] = read[from + i] * scale[i] + shift[i];
    }
  }

  @Override
  public void backward() {
    if (!in.requiresGrad) {
      return;
    }
    float[] scale = asLongAsWorthIt(affine.scale());
    for (int cell = 0; cell < out.cells; cell++) {
      for (int from = 0; from < out.row(); from += scale.length) {
        passOn(out.gradient()[cell], scale, in.gradient()[cell], from);
      }
    }
  }

  private void passOn(float[] gradient, float[] scale, float[] passed, int from) {
    boolean inPlace = in == out;
    for (int i = 0; i < scale.length; i++) {
      float more = gradient[from + i] * scale[i];
      passed[from + i] = inPlace ? more : passed[from + i] + more;
    }
  }
}
