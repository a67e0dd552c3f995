package org.graft.gradient;

import java.util.Arrays;
import java.util.List;

/** The greatest value of each window; its gradient goes to the first cell that has it. */
final class Greatest implements Step {
  private final Values in;
  private final Values out;
  private final List<Strip> strips;
  private int[] chosen = {};

  Greatest(Values in, Values out, List<Strip> strips) {
    this.in = in;
    this.out = out;
    this.strips = strips;
  }

  @Override
  public void forward() {
    if (chosen.length < out.size()) {
      chosen = new int[out.size()];
    }
    float[] read = in.values();
    float[] made = out.values();
    Arrays.fill(made, 0, out.size(), Float.NEGATIVE_INFINITY);
    for (Strip strip : strips) {
      int back = in.start(strip.from()) - out.start(strip.to());
      for (int to = out.start(strip.to()); to < out.start(strip.to() + strip.cells()); to++) {
        float value = read[to + back];
        if (!(value <= made[to])) {
          made[to] = value;
          chosen[to] = to + back;
        }
      }
    }
  }

  @Override
  public void backward() {
    if (!in.reached) {
      return;
    }
    float[] gradient = out.gradient();
    float[] passed = in.gradient();
    for (int i = 0; i < out.size(); i++) {
      passed[chosen[i]] += gradient[i];
    }
  }
}
