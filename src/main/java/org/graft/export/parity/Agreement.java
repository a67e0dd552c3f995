package org.graft.export.parity;

import org.graft.plan.Parity;

/**
 * How a file that may answer otherwise than the run it came from, being of lower precision or for
 * images of another size, answers the images that the run was tested with.
 *
 * @param images number of test images
 * @param same on how many of them both name the same class, or the same labels
 * @param maxAbsDifference greatest absolute difference of a probability
 * @param accuracyBefore score of the run: accuracy, where images are of classes
 * @param accuracyAfter the same score of the file
 */
public record Agreement(
    int images, int same, double maxAbsDifference, double accuracyBefore, double accuracyAfter) {
  /** Below this share of the images, the file is told to be another classifier. */
  private static final double FAITHFUL = 0.99;

  /** What a model gives for the test images and the score that they come to. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Answers(int images, float[] outputs, double score) {}

  /**
   * What two models make of the same images.
   *
   * @param same on how many of them both answer the same
   * @param before the run's answers
   * @param after the file's, in the same order
   */
  public static Agreement of(int same, Answers before, Answers after) {
    if (before.outputs().length != after.outputs().length) {
      throw new IllegalArgumentException(
          before.outputs().length + " and " + after.outputs().length + " outputs");
    }
    return new Agreement(
        before.images(),
        same,
        Parity.of(after.outputs(), before.outputs()).greatest(),
        before.score(),
        after.score());
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
