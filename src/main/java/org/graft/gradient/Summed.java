package org.graft.gradient;

import java.util.List;

/**
 * The sum of maps of one shape, each times a number.
 *
 * @param scales of the inputs, in order
 */
record Summed(List<Values> inputs, List<Float> scales, Values out) implements Step {
  @Override
  public void forward() {
    out.clear();
    for (int i = 0; i < inputs.size(); i++) {
      add(inputs.get(i).values(), scales.get(i), out.values());
    }
  }

  @Override
  public void backward() {
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).reached) {
        add(out.gradient(), scales.get(i), inputs.get(i).gradient());
      }
    }
  }

  private void add(float[] values, float scale, float[] to) {
    for (int i = 0; i < out.size(); i++) {
      to[i] += values[i] * scale;
    }
  }
}
