package org.graft.cli;

/** The side of an image in pixels. */
public final class Side extends WholeNumberRule {
  private static final int LARGEST = 4096;

  public Side() {
    super(1, LARGEST);
  }

  /** The side that a text says; a {@link NumberFormatException} for any other. */
  static int parse(String value) {
    int side = Integer.parseInt(value);
    if (side < 1 || side > LARGEST) {
      throw new NumberFormatException(value);
    }
    return side;
  }
}
