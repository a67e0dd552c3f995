package org.graft.cli;

/** A whole number from 2 on, of at most four digits. */
public final class AtLeastTwo extends WholeNumberRule {
  public AtLeastTwo() {
    super(2, 9999);
  }
}
