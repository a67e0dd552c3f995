package org.graft.experiment;

/** Tails of the binomial distribution, summed exactly in logarithms. */
public final class Binomial {
  private Binomial() {}

  /** The probability of at least {@code hits} of {@code of} when each comes with {@code share}. */
  public static double atLeast(int hits, int of, double share) {
    if (hits <= 0) {
      return 1;
    }
    if (share <= 0 || share >= 1) {
      return share >= 1 ? 1 : 0;
    }
    double sum = 0;
    double term = of * Math.log1p(-share);
    for (int k = 0; k <= of; k++) {
      sum += k >= hits ? Math.exp(term) : 0;
      term += Math.log((of - k) / (k + 1.0)) + Math.log(share) - Math.log1p(-share);
    }
    return Math.min(1, sum);
  }
}
