package org.graft.head;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;

/**
 * Mean and variance of each channel of features, summed up in float64 in the order of the images:
 * all processors share the channels, so that the sums are the same on any number of them.
 *
 * @param count of the values of a channel
 */
record ChannelMoments(Iterable<Tensor> parts, long count, int channels) {
  /**
   * A feature that hardly varies is not blown up: variances are at least this share of their mean.
   */
  private static final double LEAST_VARIANCE = 1e-4;

  /** Sums of so many channels stay in a processor's nearest cache. */
  private static final int BLOCK = 256;

  /** By the names that BatchNorm has for them. */
  Map<String, Tensor> byName() {
    double[] mean = sums((row, first) -> ofMean(row));
    double[] variance = sums((row, first) -> ofVariance(row, mean, first));
    double total = 0;
    for (double each : variance) {
      total += each;
    }
    double least = Math.max(LEAST_VARIANCE * total / channels, Float.MIN_NORMAL);
    float[] means = new float[channels];
    float[] variances = new float[channels];
    for (int c = 0; c < channels; c++) {
      means[c] = (float) mean[c];
      variances[c] = (float) Math.max(variance[c], least);
    }
    Map<String, Tensor> moments = new LinkedHashMap<>();
    moments.put(Weights.MOVING_MEAN, Tensor.vector(means));
    moments.put(Weights.MOVING_VARIANCE, Tensor.vector(variances));
    return moments;
  }

  /** Replaces values of neighbouring channels by what they add to the sums. */
  @FunctionalInterface
  private interface Shares {
    void replace(double[] row, int first);
  }

  private double[] sums(Shares shares) {
    double[] sums = new double[channels];
    for (Tensor part : parts) {
      float[] values = part.values();
      IntStream.range(0, (channels - 1) / BLOCK + 1)
          .parallel()
          .forEach(block -> add(values, block * BLOCK, shares, sums));
    }
    return sums;
  }

  private void add(float[] values, int first, Shares shares, double... sums) {
    double[] row = new double[Math.min(BLOCK, channels - first)];
    double[] own = Arrays.copyOfRange(sums, first, first + row.length);
    for (int from = first; from < values.length; from += channels) {
      widen(values, from, row);
      shares.replace(row, first);
      for (int c = 0; c < row.length; c++) {
        own[c] += row[c];
      }
    }
    System.arraycopy(own, 0, sums, first, row.length);
  }

  private void ofMean(double... row) {
    for (int c = 0; c < row.length; c++) {
      row[c] /= count;
    }
  }

  private void ofVariance(double[] row, double[] mean, int first) {
    for (int c = 0; c < row.length; c++) {
      row[c] -= mean[first + c];
    }
    for (int c = 0; c < row.length; c++) {
      row[c] = row[c] * row[c] / count;
    }
  }

  /** Java computes several values at once of arrays that are walked through side by side. */
  private static void widen(float[] values, int from, double... row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = values[from + c];
    }
  }
}
