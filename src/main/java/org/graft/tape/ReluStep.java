package org.graft.tape;

import org.graft.plan.Activation;

/** {@code min(max(x, 0), maximum)}; at the ends the gradient is 0, as TensorFlow's. */
record ReluStep(Values in, Values out, float maximum) implements LayerStep {
  /** Takes the least number that is not denormal to 1. */
  private static final float STEEP = 0x1p126f;

  /** The greatest value of a function that is none below 0. */
  static float most(Activation activation) {
    return activation == Activation.RELU6 ? 6 : Float.POSITIVE_INFINITY;
  }

  @Override
  public void forward() {
    for (int cell = 0; cell < out.cells; cell++) {
      rectify(in.values()[cell], out.values()[cell], out.row(), maximum);
    }
  }

  static void rectify(float[] read, float[] made, int row, float most) {
    for (int i = 0; i < row; i++) {
      made[i] = Math.min(Math.max(read[i], 0), most);
    }
  }

  @Override
  public void backward() {
    for (int cell = 0; in.requiresGrad && cell < out.cells; cell++) {
      passOn(out.values()[cell], out.gradient()[cell], in.gradient()[cell]);
    }
  }

  private void passOn(float[] made, float[] gradient, float... passed) {
    boolean inPlace = in == out;
    int row = out.row();
    for (int i = 0; i < row; i++) {
      float more = gradient[i] * open(made[i]) * open(maximum - made[i]);
      passed[i] = inPlace ? more : passed[i] + more;
    }
  }

  /** 1 for numbers above 0 and 0 for 0, without a branch, so that Java computes several at once. */
  private static float open(float number) {
    return Math.min(number * STEEP, 1);
  }
}
