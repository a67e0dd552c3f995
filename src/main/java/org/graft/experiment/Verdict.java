package org.graft.experiment;

import org.graft.train.Evaluation;

/** How a run did against a model that knows the answers and not the images. */
public enum Verdict {
  /** At least a quarter of the way from the base rate to 1. */
  CONVERGES("converges"),
  /** Better than the base rate, and less than that. */
  WEAK("weak"),
  /** The base rate lies in or above the score's 95 % interval. */
  BASE_RATE("base-rate");

  private static final double QUARTER = 0.25;

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  public static Verdict of(Evaluation evaluation) {
    return of(Score.of(evaluation));
  }

  /** Of a score, or a mean of some. */
  public static Verdict of(Score score) {
    return of(score.value(), score.low(), score.base());
  }

  /** Of a score with that lower end of its 95 % interval. */
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
