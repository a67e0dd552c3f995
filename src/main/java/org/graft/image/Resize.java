package org.graft.image;

/**
 * The one size that all images are brought to.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record Resize(int height, int width, Interpolation interpolation) {
  private static final int MOST = 255;

  public Resize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("cannot resize to " + width + "x" + height);
    }
  }

  /** Number of values in an image: {@code height * width * 3}. */
  public int values() {
    return Math.multiplyExact(Math.multiplyExact(height, width), Pixels.CHANNELS);
  }

  /**
   * {@code [height, width, 3]} float32, RGB, whole levels 0..255: rounded half up, so that training
   * sees what an exported model does, which takes bytes.
   */
  public float[] apply(Pixels image) {
    float[] values = interpolation.resize(image, height, width);
    // The cast rounds towards zero, which from 0 on is what Math.floor does, in a tenth of the
    // time.
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(MOST, (int) Math.max(0, values[i] + 0.5f));
    }
    return values;
  }
}
