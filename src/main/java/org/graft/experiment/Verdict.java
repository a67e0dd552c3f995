package org.graft.experiment;

import org.graft.train.Evaluation;

/** How a run did against always naming the commonest class. */
public enum Verdict {
  /** At least a quarter of the way from the base rate to 1. */
  CONVERGES("converges"),
  /** Better than the base rate, and less than that. */
  WEAK("weak"),
  /** The base rate lies in or above the accuracy's 95 % interval. */
  BASE_RATE("base-rate");

  private static final double QUARTER = 0.25;

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  public static Verdict of(Evaluation evaluation) {
    return of(evaluation.accuracy(), evaluation.images(), evaluation.baseRate());
  }

  /** Of an accuracy, or a mean of some, on that many images. */
  static Verdict of(double accuracy, int images, double baseRate) {
    double low = Wilson.of((int) Math.round(accuracy * images), images).low();
    return of(accuracy, low, baseRate);
  }

  /** Of an accuracy with that lower end of its 95 % interval. */
  static Verdict of(double accuracy, double low, double baseRate) {
    if (low <= baseRate) {
      return BASE_RATE;
    }
    double way = (accuracy - baseRate) / (1 - baseRate);
    return way < QUARTER ? WEAK : CONVERGES;
  }

  @Override
  public String toString() {
    return text;
  }
}
