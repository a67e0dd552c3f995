package org.graft.train.optimizer;

import java.util.Locale;
import org.graft.failure.Choices;

/** An optimiser by the name that a user gives it, with the rate and decay that Keras gives it. */
public enum NamedOptimizer {
  RMSPROP(0.001, 0),
  /** With momentum 0.9, which Keras leaves to the user. */
  SGD(0.01, 0),
  ADAM(0.001, 0),
  ADAMW(0.001, 0.004);

  /** How the command line lists them. */
  public static final String LIST = "rmsprop, sgd, adam or adamw, as Keras has them";

  private final double rate;
  private final double weightDecay;

  NamedOptimizer(double rate, double weightDecay) {
    this.rate = rate;
    this.weightDecay = weightDecay;
  }

  /** The optimiser of that name; a user's mistake for any other. */
  public static NamedOptimizer of(String name) {
    return Choices.of(values(), name, "there is no optimizer '" + name + "'");
  }

  public Optimizer rule() {
    return switch (this) {
      case RMSPROP -> RmsProp.KERAS;
      case SGD -> new Sgd(0.9, false);
      case ADAM, ADAMW -> Adam.KERAS;
    };
  }

  /** Keras' learning rate for it. */
  public double rate() {
    return rate;
  }

  /** Keras' weight decay for it. */
  public double weightDecay() {
    return weightDecay;
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
