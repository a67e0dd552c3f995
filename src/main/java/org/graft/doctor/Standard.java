package org.graft.doctor;

import org.graft.feature.Features;

/**
 * Mean and deviation of each feature.
 *
 * @param mean {@code [width]}
 * @param deviation {@code [width]}, 0 for a feature that never changes
 */
record Standard(double[] mean, double[] deviation) {
  static Standard of(Features features) {
    int width = features.width();
    float[] values = features.values().values();
    double[] mean = new double[width];
    double[] deviation = new double[width];
    for (int i = 0; i < values.length; i++) {
      mean[i % width] += values[i] / (double) features.count();
    }
    for (int i = 0; i < values.length; i++) {
      double difference = values[i] - mean[i % width];
      deviation[i % width] += difference * difference / features.count();
    }
    for (int c = 0; c < width; c++) {
      double root = Math.sqrt(deviation[c]);
      deviation[c] = root > 1e-6 * Math.abs(mean[c]) ? root : 0;
    }
    return new Standard(mean, deviation);
  }

  /** {@code [n, width]}: mean 0 and deviation 1 by feature; 0 for one that never changes. */
  double[][] rows(Features features) {
    int width = features.width();
    double[][] rows = new double[features.count()][width];
    for (int i = 0; i < features.values().size(); i++) {
      int c = i % width;
      double value = features.values().values()[i];
      rows[i / width][c] = deviation[c] == 0 ? 0 : (value - mean[c]) / deviation[c];
    }
    return rows;
  }
}
