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
    double baseRate = evaluation.baseRate();
    if (Wilson.of(evaluation.correct(), evaluation.images()).low() <= baseRate) {
      return BASE_RATE;
    }
    double way = (evaluation.accuracy() - baseRate) / (1 - baseRate);
    return way < QUARTER ? WEAK : CONVERGES;
  }

  @Override
  public String toString() {
    return text;
  }
}
