package org.graft.gradient;

import java.util.List;

/** The mean of each window, over the cells of the map in it. */
final class Mean implements Step {
  private final Values in;
  private final Values out;
  private final List<Strip> strips;
  private final float[] shares;

  Mean(Values in, Values out, List<Strip> strips) {
    this.in = in;
    this.out = out;
    this.strips = strips;
    this.shares = new float[out.cells];
    for (Strip strip : strips) {
      for (int cell = strip.to(); cell < strip.to() + strip.cells(); cell++) {
        shares[cell]++;
      }
    }
    for (int cell = 0; cell < shares.length; cell++) {
      shares[cell] = 1 / shares[cell];
    }
  }

  @Override
  public void forward() {
    float[] read = in.values();
    float[] made = out.values();
    out.clear();
    for (Strip strip : strips) {
      int back = in.start(strip.from()) - out.start(strip.to());
      for (int to = out.start(strip.to()); to < out.start(strip.to() + strip.cells()); to++) {
        made[to] += read[to + back];
      }
    }
    share(made);
  }

  @Override
  public void backward() {
    if (!in.reached) {
      return;
    }
    float[] gradient = out.gradient();
    float[] passed = in.gradient();
    share(gradient);
    for (Strip strip : strips) {
      int back = in.start(strip.from()) - out.start(strip.to());
      for (int to = out.start(strip.to()); to < out.start(strip.to() + strip.cells()); to++) {
        passed[to + back] += gradient[to];
      }
    }
  }

  private void share(float... values) {
    for (int cell = 0; cell < out.cells; cell++) {
      for (int i = out.start(cell); i < out.start(cell + 1); i++) {
        values[i] *= shares[cell];
      }
    }
  }
}
