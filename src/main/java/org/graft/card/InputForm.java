package org.graft.card;

import java.util.List;

/**
 * What an exported classifier wants of an image of its size.
 *
 * @param bgr whether the channels come in the order blue, green, red
 * @param scale factor of each channel, in the order in which they come
 * @param offset added to each channel after that
 */
public record InputForm(
    PixelType pixels, Layout layout, boolean bgr, List<Float> scale, List<Float> offset) {
  /** The pixels as decoders hand them out: everything else is in the file. */
  public static final InputForm PIXELS = levels(Layout.NHWC);

  private static final int CHANNELS = 3;

  public InputForm {
    scale = List.copyOf(scale);
    offset = List.copyOf(offset);
    if (scale.size() != CHANNELS || offset.size() != CHANNELS) {
      throw new IllegalArgumentException("not three channels: " + scale + ", " + offset);
    }
  }

  /** The same in another order of axes. */
  public static InputForm levels(Layout layout) {
    return new InputForm(PixelType.UINT8, layout, false, List.of(1f, 1f, 1f), List.of(0f, 0f, 0f));
  }

  /** What the file takes for images {@code [n, height, width, 3]}, RGB 0..255, in that order. */
  public float[] of(float[] images) {
    if (scale.equals(PIXELS.scale) && offset.equals(PIXELS.offset) && !bgr) {
      return images;
    }
    float[] prepared = new float[images.length];
    for (int pixel = 0; pixel < images.length; pixel += CHANNELS) {
      for (int c = 0; c < CHANNELS; c++) {
        float level = images[pixel + (bgr ? CHANNELS - 1 - c : c)];
        prepared[pixel + c] = level * scale.get(c) + offset.get(c);
      }
    }
    return prepared;
  }
}
