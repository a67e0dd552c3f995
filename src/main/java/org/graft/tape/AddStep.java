package org.graft.tape;

import java.util.List;

/**
 * The sum of maps of one shape, each times a number.
 *
 * @param scales of the inputs, in order
 */
record AddStep(List<Values> inputs, List<Float> scales, Values out) implements LayerStep {
  @Override
  public void forward() {
    out.clear();
    for (int i = 0; i < inputs.size(); i++) {
      for (int cell = 0; cell < out.cells; cell++) {
        add(inputs.get(i).values()[cell], scales.get(i), out.values()[cell], out.row());
      }
    }
  }

  @Override
  public void backward() {
    for (int i = 0; i < inputs.size(); i++) {
      for (int cell = 0; inputs.get(i).requiresGrad && cell < out.cells; cell++) {
        add(out.gradient()[cell], scales.get(i), inputs.get(i).gradient()[cell], out.row());
      }
    }
  }

  static void add(float[] values, float scale, float[] to, int row) {
    for (int i = 0; i < row; i++) {
      to[i] += values[i] * scale;
    }
  }
}
