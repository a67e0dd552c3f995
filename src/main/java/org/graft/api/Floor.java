package org.graft.api;

/**
 * What an exported file must reach at least to be written, 0..1 each.
 *
 * @param accuracy on the run's test images; of tasks without one the score that counts there
 * @param agreement share of the test images on which it names what the run named
 */
public record Floor(double accuracy, double agreement) {
  /** Anything is written. */
  public static final Floor NONE = new Floor(0, 0);
}
