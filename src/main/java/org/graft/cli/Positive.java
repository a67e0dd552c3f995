package org.graft.cli;

/** A whole number from 1 on, of at most six digits. */
public final class Positive extends WholeNumberRule {
  public Positive() {
    super(1, 999_999);
  }
}
