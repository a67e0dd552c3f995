package org.graft.tape;

import java.util.List;

/** Inputs side by side along the channels. */
record ConcatStep(List<Values> inputs, Values out) implements LayerStep {
  @Override
  public void forward() {
    int offset = 0;
    for (Values in : inputs) {
      for (int cell = 0; cell < out.cells; cell++) {
        for (int image = 0; image < out.images(); image++) {
          int to = image * out.channels + offset;
          int from = image * in.channels;
          System.arraycopy(in.values()[cell], from, out.values()[cell], to, in.channels);
        }
      }
      offset += in.channels;
    }
  }

  @Override
  public void backward() {
    int offset = 0;
    for (Values in : inputs) {
      for (int cell = 0; in.requiresGrad && cell < out.cells; cell++) {
        for (int image = 0; image < out.images(); image++) {
          passOn(in, cell, image, image * out.channels + offset);
        }
      }
      offset += in.channels;
    }
  }

  private void passOn(Values in, int cell, int image, int from) {
    float[] gradient = out.gradient()[cell];
    float[] passed = in.gradient()[cell];
    int to = image * in.channels;
    for (int c = 0; c < in.channels; c++) {
      passed[to + c] += gradient[from + c];
    }
  }
}
