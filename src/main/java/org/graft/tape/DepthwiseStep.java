package org.graft.tape;

import java.util.List;

/** A convolution of each channel with a kernel of its own. */
record DepthwiseStep(Values in, Values out, List<Strip> strips, TrainedKernel kernel)
    implements LayerStep {
  @Override
  public void forward() {
    float[][] weights = weights();
    out.clear();
    for (Strip strip : strips) {
      for (int i = 0; i < strip.cells(); i++) {
        float[] read = in.values()[strip.from() + i];
        addProduct(out.values()[strip.to() + i], read, weights[strip.tap()], out.row());
      }
    }
    kernel.addBias(out);
  }

  @Override
  public void backward() {
    kernel.sumBias(out);
    float[][] weights = weights();
    float[][] cellwise = new float[weights.length][out.row()];
    for (Strip strip : strips) {
      for (int i = 0; i < strip.cells(); i++) {
        int from = strip.from() + i;
        float[] gradient = out.gradient()[strip.to() + i];
        addProduct(cellwise[strip.tap()], in.values()[from], gradient, out.row());
        if (in.requiresGrad) {
          addProduct(in.gradient()[from], weights[strip.tap()], gradient, out.row());
        }
      }
    }
    float[] sums = new float[weights.length * out.channels];
    for (int tap = 0; tap < weights.length; tap++) {
      out.sum(cellwise[tap], sums, tap * out.channels);
    }
    kernel.putGradient(sums);
  }

  /** By tap, each as long as a cell. */
  private float[][] weights() {
    float[] kernels = kernel.values();
    float[][] weights = new float[kernels.length / in.channels][];
    for (int tap = 0; tap < weights.length; tap++) {
      weights[tap] = in.repeated(kernels, tap * in.channels);
    }
    return weights;
  }

  static void addProduct(float[] to, float[] one, float[] other, int row) {
    for (int i = 0; i < row; i++) {
      to[i] += one[i] * other[i];
    }
  }
}
