package org.graft.cli;

/** A finite number, 0 or above. */
public final class NumberFromZero extends NumberRule {
  public NumberFromZero() {
    super(
        "a number of 0 or above, such as 0.01",
        numbers(number -> number >= 0 && Double.isFinite(number)));
  }
}
