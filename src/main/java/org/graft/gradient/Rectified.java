package org.graft.gradient;

/** {@code min(max(x, 0), maximum)}; at the ends the gradient is 0, as TensorFlow's. */
record Rectified(Values in, Values out, float maximum) implements Step {
  @Override
  public void forward() {
    float[] read = in.values();
    float[] made = out.values();
    for (int i = 0; i < out.size(); i++) {
      made[i] = Math.min(Math.max(read[i], 0), maximum);
    }
  }

  @Override
  public void backward() {
    if (!in.reached) {
      return;
    }
    float[] made = out.values();
    float[] gradient = out.gradient();
    float[] passed = in.gradient();
    boolean inPlace = in == out;
    for (int i = 0; i < out.size(); i++) {
      float more = made[i] > 0 && made[i] < maximum ? gradient[i] : 0;
      passed[i] = inPlace ? more : passed[i] + more;
    }
  }
}
