package org.graft.head;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
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
    double[] mean = new double[channels];
    parts.forEach(part -> forEachBlock(block -> addMeans(part.values(), block, mean)));
    double[] variance = new double[channels];
    parts.forEach(
        part -> forEachBlock(block -> addVariances(part.values(), block, mean, variance)));
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

  private void forEachBlock(IntConsumer work) {
    IntStream.range(0, (channels - 1) / BLOCK + 1).parallel().map(i -> i * BLOCK).forEach(work);
  }

  private void addMeans(float[] values, int first, double... mean) {
    double[] row = new double[Math.min(BLOCK, channels - first)];
    double[] sums = Arrays.copyOfRange(mean, first, first + row.length);
    for (int from = first; from < values.length; from += channels) {
      widen(values, from, row);
      for (int c = 0; c < row.length; c++) {
        sums[c] += row[c] / count;
      }
    }
    System.arraycopy(sums, 0, mean, first, row.length);
  }

  private void addVariances(float[] values, int first, double[] mean, double... variance) {
    double[] row = new double[Math.min(BLOCK, channels - first)];
    double[] means = Arrays.copyOfRange(mean, first, first + row.length);
    double[] sums = Arrays.copyOfRange(variance, first, first + row.length);
    for (int from = first; from < values.length; from += channels) {
      widen(values, from, row);
      for (int c = 0; c < row.length; c++) {
        double difference = row[c] - means[c];
        sums[c] += difference * difference / count;
      }
    }
    System.arraycopy(sums, 0, variance, first, row.length);
  }

  /** Java computes several values at once of arrays that are walked through side by side. */
  private static void widen(float[] values, int from, double... row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = values[from + c];
    }
  }
}
