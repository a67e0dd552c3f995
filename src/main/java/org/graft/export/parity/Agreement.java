package org.graft.export.parity;

/**
 * How a file that may answer otherwise than the run it came from, being of lower precision or for
 * images of another size, answers the images that the run was tested with.
 *
 * @param images number of test images
 * @param same on how many of them both name the same class
 * @param maxAbsDifference greatest absolute difference of a probability
 * @param accuracyBefore accuracy of the run, 0..1
 * @param accuracyAfter accuracy of the file, 0..1
 */
public record Agreement(
    int images, int same, double maxAbsDifference, double accuracyBefore, double accuracyAfter) {
  /** Below this share of the images, the file is told to be another classifier. */
  private static final double FAITHFUL = 0.99;

  /**
   * Counts.
   *
   * @param truth {@code [n]}, the index of each image's own class
   * @param before {@code [n, classes]}, the run's probabilities; at least one image
   * @param after the file's, in the same order
   */
  public static Agreement of(int[] truth, float[] before, float[] after) {
    if (before.length != after.length) {
      throw new IllegalArgumentException(before.length + " and " + after.length + " probabilities");
    }
    int classes = before.length / truth.length;
    int same = 0;
    int rightBefore = 0;
    int rightAfter = 0;
    for (int i = 0; i < truth.length; i++) {
      int one = Comparison.greatest(before, i * classes, classes) - i * classes;
      int other = Comparison.greatest(after, i * classes, classes) - i * classes;
      same += one == other ? 1 : 0;
      rightBefore += one == truth[i] ? 1 : 0;
      rightAfter += other == truth[i] ? 1 : 0;
    }
    return new Agreement(
        truth.length,
        same,
        Comparison.difference(before, after),
        rightBefore / (double) truth.length,
        rightAfter / (double) truth.length);
  }

  /** Share of the images on which both name the same class, 0..1. */
  public double share() {
    return same / (double) images;
  }

  /** Whether a user should know before using the file: less is right, or much is different. */
  public boolean isCostly() {
    return accuracyAfter < accuracyBefore || share() < FAITHFUL;
  }
}
