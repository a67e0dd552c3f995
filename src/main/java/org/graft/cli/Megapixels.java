package org.graft.cli;

/** A number of millions of pixels, of which no image may have more than 600. */
public final class Megapixels extends WholeNumberRule {
  public Megapixels() {
    super(1, 600);
  }
}
