package org.graft.image;

/**
 * The one size that all images are brought to.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record Resize(int height, int width, Interpolation interpolation) {
  public Resize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("cannot resize to " + width + "x" + height);
    }
  }

  /** Number of values in an image: {@code height * width * 3}. */
  public int values() {
    return Math.multiplyExact(Math.multiplyExact(height, width), Pixels.CHANNELS);
  }

  /** {@code [height, width, 3]} float32, RGB 0..255. */
  public float[] apply(Pixels image) {
    return interpolation.resize(image, height, width);
  }
}
