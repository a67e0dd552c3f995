package org.graft.tape;

import java.util.Arrays;
import java.util.List;

/** The greatest value of each window; its gradient goes to the first cell that has it. */
final class MaxPoolStep implements LayerStep {
  private final Values in;
  private final Values out;
  private final List<Strip> strips;
  private final int[][] chosen;

  MaxPoolStep(Values in, Values out, List<Strip> strips) {
    this.in = in;
    this.out = out;
    this.strips = strips;
    this.chosen = new int[in.requiresGrad ? out.cells : 0][0];
  }

  @Override
  public void forward() {
    for (int cell = 0; cell < out.cells; cell++) {
      Arrays.fill(out.values()[cell], 0, out.row(), Float.NEGATIVE_INFINITY);
      if (in.requiresGrad && chosen[cell].length < out.row()) {
        chosen[cell] = new int[out.row()];
      }
    }
    for (Strip strip : strips) {
      for (int i = 0; i < strip.cells(); i++) {
        if (in.requiresGrad) {
          choose(strip.from() + i, strip.to() + i);
        } else {
          raise(in.values()[strip.from() + i], out.values()[strip.to() + i]);
        }
      }
    }
  }

  private void raise(float[] read, float[] made) {
    int row = out.row();
    for (int i = 0; i < row; i++) {
      made[i] = Math.max(made[i], read[i]);
    }
  }

  private void choose(int from, int to) {
    float[] read = in.values()[from];
    float[] made = out.values()[to];
    for (int i = 0; i < out.row(); i++) {
      if (!(read[i] <= made[i])) {
        made[i] = read[i];
        chosen[to][i] = from;
      }
    }
  }

  @Override
  public void backward() {
    for (int cell = 0; in.requiresGrad && cell < out.cells; cell++) {
      float[] gradient = out.gradient()[cell];
      for (int i = 0; i < out.row(); i++) {
        in.gradient()[chosen[cell][i]][i] += gradient[i];
      }
    }
  }
}
