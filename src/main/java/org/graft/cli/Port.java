package org.graft.cli;

/** A TCP port. */
public final class Port extends WholeNumberRule {
  public Port() {
    super(0, 65_535);
  }
}
