package org.graft.cli;

/** A number from 0 to 1. */
public final class Share extends NumberRule {
  public Share() {
    super("a number from 0 to 1", numbers(number -> number >= 0 && number <= 1));
  }
}
