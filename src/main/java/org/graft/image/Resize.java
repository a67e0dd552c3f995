package org.graft.image;

/**
 * What is done to all images: turned upright or not, and brought to one size.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param exif what becomes of images that their files say to be turned
 */
public record Resize(int height, int width, Interpolation interpolation, Exif exif) {
  private static final int MOST = 255;

  public Resize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("cannot resize to " + width + "x" + height);
    }
  }

  /** For images as they are stored. */
  public Resize(int height, int width, Interpolation interpolation) {
    this(height, width, interpolation, Exif.IGNORE);
  }

  /** For squares. */
  public static Resize square(int side, Interpolation interpolation, Exif exif) {
    return new Resize(side, side, interpolation, exif);
  }

  /** The same with images turned as their files say, or not. */
  public Resize withExif(Exif other) {
    return new Resize(height, width, interpolation, other);
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
