package org.graft.image;

import java.util.Locale;
import java.util.function.BiFunction;
import org.graft.failure.Choices;

/** How an image is brought to another size, after the letter of the program that Keras uses. */
public enum Interpolation {
  /** Pillow's {@code NEAREST}, to the bit: what Keras' folder reader does unless told otherwise. */
  NEAREST(ResampleTaps::nearest),
  /** {@code tf.image.resize(method="bilinear", antialias=False)}. */
  BILINEAR(ResampleTaps::bilinear),
  /**
   * {@code tf.image.resize(method="bicubic", antialias=False)}: Keys 1981, a = -0.5. Values may
   * overshoot 0..255 by a little.
   */
  BICUBIC(ResampleTaps::bicubic);

  /** Of an axis, from its source's length and its target's. */
  private final BiFunction<Integer, Integer, ResampleTaps> taps;

  Interpolation(BiFunction<Integer, Integer, ResampleTaps> taps) {
    this.taps = taps;
  }

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
    return Resampler.resize(
        image, taps.apply(image.height(), height), taps.apply(image.width(), width));
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
