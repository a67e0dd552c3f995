package org.graft.cli;

/** A finite number above 0. */
public final class PositiveNumber extends NumberRule {
  public PositiveNumber() {
    super(
        "a number above 0, such as 0.002",
        numbers(number -> number > 0 && Double.isFinite(number)));
  }
}
