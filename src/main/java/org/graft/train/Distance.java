package org.graft.train;

import java.util.Arrays;
import java.util.Locale;
import org.graft.failure.InputException;
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
    return Arrays.stream(values())
        .filter(distance -> distance.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new InputException("there is no loss '" + name + "'; there are mse and huber"));
  }

  Criterion criterion() {
    return criterion;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
