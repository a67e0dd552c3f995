package org.graft.train;

import java.util.Locale;
import org.graft.failure.Choices;
import org.graft.graph.Criterion;

/** How far a number is from what it should be. */
public enum Distance {
  /** By the square. */
  MSE(Criterion.SQUARED),
  /** By the square within a deviation of all numbers, and evenly beyond it. */
  HUBER(Criterion.HUBER);

  private final Criterion criterion;

  Distance(Criterion criterion) {
    this.criterion = criterion;
  }

  /** The distance of that name; a user's mistake for any other. */
  public static Distance of(String name) {
    return Choices.of(values(), name, "there is no loss '" + name + "'");
  }

  Criterion criterion() {
    return criterion;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
