package org.graft.tape;

/** A function of single values whose gradient needs what came in, which is therefore kept. */
record ActivationStep(Values in, Values out, Curve curve) implements LayerStep {
  @Override
  public void forward() {
    for (int cell = 0; cell < out.cells; cell++) {
      make(in.values()[cell], out.values()[cell]);
    }
  }

  private void make(float[] read, float... made) {
    int row = out.row();
    for (int i = 0; i < row; i++) {
      made[i] = curve.at(read[i]);
    }
  }

  @Override
  public void backward() {
    for (int cell = 0; in.requiresGrad && cell < out.cells; cell++) {
      passOn(in.values()[cell], out.gradient()[cell], in.gradient()[cell]);
    }
  }

  private void passOn(float[] read, float[] gradient, float... passed) {
    int row = out.row();
    for (int i = 0; i < row; i++) {
      passed[i] += gradient[i] * curve.slope(read[i]);
    }
  }
}
