package org.graft.image;

import java.util.Locale;
import org.graft.failure.Choices;

/** How an image is brought to another size, after the letter of the program that Keras uses. */
public enum Interpolation {
  /** Pillow's {@code NEAREST}, to the bit: what Keras' folder reader does unless told otherwise. */
  NEAREST,
  /** {@code tf.image.resize(method="bilinear", antialias=False)}. */
  BILINEAR,
  /**
   * {@code tf.image.resize(method="bicubic", antialias=False)}: Keys 1981, a = -0.5. Values may
   * overshoot 0..255 by a little.
   */
  BICUBIC;

  /** The interpolation of that name in any case; a user's mistake when there is none. */
  public static Interpolation of(String name) {
    return Choices.of(values(), name, "there is no interpolation '" + name + "'");
  }

  /**
   * An image at another size.
   *
   * @return {@code [height, width, 3]} float32, RGB 0..255
   */
  public float[] resize(Pixels image, int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("cannot resize to " + width + "x" + height);
    }
    return Resampler.resize(image, taps(image.height(), height), taps(image.width(), width));
  }

  /** Of an axis, by the lengths of its source and its target. */
  private ResampleTaps taps(int source, int target) {
    return switch (this) {
      case NEAREST -> ResampleTaps.nearest(source, target);
      case BILINEAR -> ResampleTaps.bilinear(source, target);
      case BICUBIC -> ResampleTaps.bicubic(source, target);
    };
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
