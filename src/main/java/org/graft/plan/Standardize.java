package org.graft.plan;

/**
 * Each image by its own statistics: {@code (x - mean) / max(deviation, 1 / sqrt(n))} over all of
 * its {@code n} values. TensorFlow's {@code tf.image.per_image_standardization}.
 */
public record Standardize(String name, String input) implements Unary {

  /** What the deviation counts as at least, for images of {@code in}. */
  public static double leastDeviation(Shape in) {
    return 1 / Math.sqrt(in.size());
  }
}
