package org.graft.tape;

import java.util.List;

/** The product of two maps of one shape, or of a map and a vector that every cell is times. */
record MultiplyStep(Values one, Values other, Values out) implements LayerStep {
  @Override
  public void forward() {
    for (int cell = 0; cell < out.cells; cell++) {
      multiply(of(one, cell, one.values()), of(other, cell, other.values()), out.values()[cell]);
    }
  }

  private void multiply(float[] one, float[] other, float... made) {
    int row = out.row();
    for (int i = 0; i < row; i++) {
      made[i] = one[i] * other[i];
    }
  }

  @Override
  public void backward() {
    for (List<Values> factors : List.of(List.of(one, other), List.of(other, one))) {
      Values to = factors.get(0);
      Values times = factors.get(1);
      for (int cell = 0; to.requiresGrad && cell < out.cells; cell++) {
        float[] passed = of(to, cell, to.gradient());
        DepthwiseStep.addProduct(
            passed, of(times, cell, times.values()), out.gradient()[cell], out.row());
      }
    }
  }

  private static float[] of(Values values, int cell, float[]... cells) {
    return cells[values.cells == 1 ? 0 : cell];
  }
}
