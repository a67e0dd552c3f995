package org.graft.experiment;

/**
 * The 95 % score interval of a share (Wilson 1927): trustworthy for few images and shares near 0
 * and 1.
 *
 * @param low lower end, 0..1
 * @param high upper end, 0..1
 */
public record Wilson(double low, double high) {
  /** The 97.5 % point of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /** The interval of {@code hits} of {@code of}, which is at least 1. */
  public static Wilson of(int hits, int of) {
    double share = hits / (double) of;
    double shrunk = 1 + Z * Z / of;
    double middle = (share + Z * Z / (2 * of)) / shrunk;
    double half = Z / shrunk * Math.sqrt(share * (1 - share) / of + Z * Z / (4.0 * of * of));
    return new Wilson(Math.max(0, middle - half), Math.min(1, middle + half));
  }
}
