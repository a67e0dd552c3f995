package org.graft.tape;

import org.graft.plan.Affine;

/** {@code x * scale[c] + shift[c]} for each channel c, all constant. */
final class BatchNormStep implements LayerStep {
  private final Values in;
  private final Values out;
  private final Affine affine;

  /** Scale and shift, repeated as long as a cell: arrays that are walked through side by side. */
  private float[] scale = {};

  private float[] shift = {};

  BatchNormStep(Values in, Values out, Affine affine) {
    this.in = in;
    this.out = out;
    this.affine = affine;
  }

  @Override
  public void forward() {
    if (scale.length != out.row()) {
      scale = out.repeated(affine.scale(), 0);
      shift = out.repeated(affine.shift(), 0);
    }
    for (int cell = 0; cell < out.cells; cell++) {
      scale(in.values()[cell], out.values()[cell]);
    }
  }

  private void scale(float[] read, float... made) {
    for (int i = 0; i < scale.length; i++) {
      made[i] = read[i] * scale[i] + shift[i];
    }
  }

  @Override
  public void backward() {
    for (int cell = 0; in.requiresGrad && cell < out.cells; cell++) {
      passOn(out.gradient()[cell], in.gradient()[cell]);
    }
  }

  private void passOn(float[] gradient, float... passed) {
    boolean inPlace = in == out;
    for (int i = 0; i < scale.length; i++) {
      float more = gradient[i] * scale[i];
      passed[i] = inPlace ? more : passed[i] + more;
    }
  }
}
