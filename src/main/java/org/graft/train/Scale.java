package org.graft.train;

import java.util.Arrays;

/**
 * Where numbers lie.
 *
 * @param deviation above 0
 */
public record Scale(double mean, double deviation) {
  public Scale {
    if (!Double.isFinite(mean) || !(deviation > 0) || Double.isInfinite(deviation)) {
      throw new IllegalArgumentException("mean " + mean + ", deviation " + deviation);
    }
  }

  /** Of some numbers; 0 and 1 for none, and a deviation of 1 where they are all the same. */
  static Scale of(double... numbers) {
    double mean = Arrays.stream(numbers).average().orElse(0);
    double squares = Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    return new Scale(mean, squares > 0 ? Math.sqrt(squares) : 1);
  }

  double standardized(double number) {
    return (number - mean) / deviation;
  }
}
