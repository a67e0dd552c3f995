package org.graft.gradient;

import java.util.List;

/** A convolution of each channel with a kernel of its own. */
record Depthwise(Values in, Values out, List<Strip> strips, Kernel kernel) implements Step {
  @Override
  public void forward() {
    float[] weights = kernel.values();
    float[] read = in.values();
    float[] made = out.values();
    out.clear();
    for (Strip strip : strips) {
      int tap = strip.tap() * in.channels;
      int back = in.start(strip.from()) - out.start(strip.to());
      for (int to = out.start(strip.to()); to < out.start(strip.to() + strip.cells()); ) {
        for (int c = 0; c < out.channels; c++, to++) {
          made[to] += read[to + back] * weights[tap + c];
        }
      }
    }
    kernel.addBias(out);
  }

  @Override
  public void backward() {
    kernel.sumBias(out);
    float[] weights = kernel.values();
    float[] sums = new float[weights.length];
    float[] read = in.values();
    float[] gradient = out.gradient();
    float[] passed = in.reached ? in.gradient() : new float[in.size()];
    for (Strip strip : strips) {
      int tap = strip.tap() * in.channels;
      int back = in.start(strip.from()) - out.start(strip.to());
      for (int to = out.start(strip.to()); to < out.start(strip.to() + strip.cells()); ) {
        for (int c = 0; c < out.channels; c++, to++) {
          sums[tap + c] += read[to + back] * gradient[to];
          passed[to + back] += weights[tap + c] * gradient[to];
        }
      }
    }
    kernel.putGradient(sums);
  }
}
