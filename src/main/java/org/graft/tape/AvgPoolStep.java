package org.graft.tape;

import java.util.List;

/** The mean of each window, over the cells of the map in it. */
final class AvgPoolStep implements LayerStep {
  private final Values in;
  private final Values out;
  private final List<Strip> strips;
  private final float[] shares;

  AvgPoolStep(Values in, Values out, List<Strip> strips) {
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
    out.clear();
    for (Strip strip : strips) {
      for (int i = 0; i < strip.cells(); i++) {
        AddStep.add(in.values()[strip.from() + i], 1, out.values()[strip.to() + i], out.row());
      }
    }
    share(out.values());
  }

  @Override
  public void backward() {
    if (!in.requiresGrad) {
      return;
    }
    share(out.gradient());
    for (Strip strip : strips) {
      for (int i = 0; i < strip.cells(); i++) {
        AddStep.add(out.gradient()[strip.to() + i], 1, in.gradient()[strip.from() + i], out.row());
      }
    }
  }

  private void share(float[]... cells) {
    for (int cell = 0; cell < out.cells; cell++) {
      float[] values = cells[cell];
      float share = shares[cell];
      int row = out.row();
      for (int i = 0; i < row; i++) {
        values[i] *= share;
      }
    }
  }
}
