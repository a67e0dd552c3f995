package org.graft.cli;

/** A size in mebibytes of what has to fit an array of Java's. */
public final class Megabytes extends WholeNumberRule {
  public Megabytes() {
    super(1, 2047);
  }
}
