package org.graft.tape;

import org.graft.plan.Activation;

/** {@code min(max(x, 0), maximum)}; at the ends the gradient is 0, as TensorFlow's. */
record Rectified(Values in, Values out, float maximum) implements Step {
  /** A layer's own function, on what it made. */
  static Rectified of(Values values, Activation activation) {
    return new Rectified(values, values, most(activation));
  }

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
    for (int cell = 0; in.reached && cell < out.cells; cell++) {
      passOn(out.values()[cell], out.gradient()[cell], in.gradient()[cell]);
    }
  }

  private void passOn(float[] made, float[] gradient, float... passed) {
    boolean inPlace = in == out;
    for (int i = 0; i < out.row(); i++) {
      float more = made[i] > 0 && made[i] < maximum ? gradient[i] : 0;
      passed[i] = inPlace ? more : passed[i] + more;
    }
  }
}
