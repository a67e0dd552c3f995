package org.graft.cli;

/** A part of a whole that leaves something over: a number from 0 to below 1. */
public final class PartOf extends NumberRule {
  public PartOf() {
    super("a number from 0 to below 1, such as 0.1", numbers(number -> number >= 0 && number < 1));
  }
}
