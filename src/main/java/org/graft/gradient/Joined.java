package org.graft.gradient;

import java.util.List;

/** Inputs side by side along the channels. */
record Joined(List<Values> inputs, Values out) implements Step {
  @Override
  public void forward() {
    int offset = 0;
    for (Values in : inputs) {
      for (int row = 0; row < out.rows(); row++) {
        System.arraycopy(
            in.values(), row * in.channels, out.values(), row * out.channels + offset, in.channels);
      }
      offset += in.channels;
    }
  }

  @Override
  public void backward() {
    float[] gradient = out.gradient();
    int offset = 0;
    for (Values in : inputs) {
      for (int row = 0; in.reached && row < out.rows(); row++) {
        int from = row * out.channels + offset;
        int to = row * in.channels;
        for (int c = 0; c < in.channels; c++) {
          in.gradient()[to + c] += gradient[from + c];
        }
      }
      offset += in.channels;
    }
  }
}
