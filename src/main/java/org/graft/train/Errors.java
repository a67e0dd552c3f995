package org.graft.train;

/**
 * How far numbers are from what they should be, as scikit-learn computes it.
 *
 * @param mae mean of the absolute errors
 * @param rmse root of the mean of their squares
 * @param r2 share of the variance that is explained, at most 1; of numbers that are all the same 1
 *     where they are given exactly, else 0
 */
record Errors(double mae, double rmse, double r2) {
  /** Of as many numbers each. */
  static Errors of(double[] truth, double[] given) {
    double sum = 0;
    for (double number : truth) {
      sum += number;
    }
    double mean = sum / truth.length;
    double absolute = 0;
    double squares = 0;
    double total = 0;
    for (int i = 0; i < truth.length; i++) {
      double error = given[i] - truth[i];
      absolute += Math.abs(error);
      squares += error * error;
      total += (truth[i] - mean) * (truth[i] - mean);
    }
    double explained = total > 0 ? 1 - squares / total : squares > 0 ? 0 : 1;
    return new Errors(absolute / truth.length, Math.sqrt(squares / truth.length), explained);
  }
}
