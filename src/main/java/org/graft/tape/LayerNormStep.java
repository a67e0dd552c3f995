package org.graft.tape;

import java.util.Arrays;
import java.util.Optional;

/**
 * Each cell's channels of each image brought to mean 0 and variance 1, then times gamma and plus
 * beta, which are trained.
 */
record LayerNormStep(
    Values in,
    Values out,
    double epsilon,
    Optional<TrainedKernel> gamma,
    Optional<TrainedKernel> beta)
    implements LayerStep {
  @Override
  public void forward() {
    float[] scale = gamma.map(TrainedKernel::values).orElseGet(this::ones);
    float[] shift = beta.map(TrainedKernel::values).orElseGet(() -> new float[in.channels]);
    float[] centered = new float[in.channels];
    for (int cell = 0; cell < in.cells; cell++) {
      float[] made = out.values()[cell];
      for (int from = 0; from < in.row(); from += in.channels) {
        center(in.values()[cell], from, centered);
        for (int c = 0; c < centered.length; c++) {
          made[from + c] = centered[c] * scale[c] + shift[c];
        }
      }
    }
  }

  @Override
  public void backward() {
    float[] scale = gamma.map(TrainedKernel::values).orElseGet(this::ones);
    float[] byGamma = new float[in.channels];
    float[] byBeta = new float[in.channels];
    float[] centered = new float[in.channels];
    for (int cell = 0; cell < in.cells; cell++) {
      float[] gradient = out.gradient()[cell];
      for (int from = 0; from < in.row(); from += in.channels) {
        float deviation = center(in.values()[cell], from, centered);
        for (int c = 0; c < centered.length; c++) {
          byGamma[c] += gradient[from + c] * centered[c];
          byBeta[c] += gradient[from + c];
        }
        if (in.requiresGrad) {
          passOn(gradient, from, scale, centered, deviation, in.gradient()[cell]);
        }
      }
    }
    gamma.ifPresent(array -> array.putGradient(byGamma));
    beta.ifPresent(array -> array.putGradient(byBeta));
  }

  /** Brings one image's channels to mean 0 and variance 1; returns what they were divided by. */
  private float center(float[] read, int from, float... centered) {
    double sum = 0;
    for (int c = 0; c < centered.length; c++) {
      sum += read[from + c];
    }
    float mean = (float) (sum / centered.length);
    double squares = 0;
    for (int c = 0; c < centered.length; c++) {
      centered[c] = read[from + c] - mean;
      squares += (double) centered[c] * centered[c];
    }
    float deviation = (float) Math.sqrt(squares / centered.length + epsilon);
    for (int c = 0; c < centered.length; c++) {
      centered[c] /= deviation;
    }
    return deviation;
  }

  private static void passOn(
      float[] gradient,
      int from,
      float[] scale,
      float[] centered,
      float deviation,
      float... passed) {
    double sum = 0;
    double along = 0;
    for (int c = 0; c < centered.length; c++) {
      double scaled = (double) gradient[from + c] * scale[c];
      sum += scaled;
      along += scaled * centered[c];
    }
    float mean = (float) (sum / centered.length);
    float slope = (float) (along / centered.length);
    for (int c = 0; c < centered.length; c++) {
      passed[from + c] += (gradient[from + c] * scale[c] - mean - centered[c] * slope) / deviation;
    }
  }

  private float[] ones() {
    float[] ones = new float[in.channels];
    Arrays.fill(ones, 1);
    return ones;
  }
}
