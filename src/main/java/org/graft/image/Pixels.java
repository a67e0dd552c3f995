package org.graft.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;

/**
 * A decoded image.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param rgb {@code [height, width, 3]} uint8, RGB, row by row from the top
 */
public record Pixels(int width, int height, byte[] rgb) {
  static final int CHANNELS = 3;

  private static final ColorModel COLOURS =
      new ComponentColorModel(
          ColorSpace.getInstance(ColorSpace.CS_sRGB),
          false,
          false,
          Transparency.OPAQUE,
          DataBuffer.TYPE_BYTE);

  public Pixels {
    if (width < 1 || height < 1 || rgb.length != (long) CHANNELS * width * height) {
      throw new IllegalArgumentException(
          rgb.length + " bytes for an image of " + width + "x" + height + " RGB pixels");
    }
  }

  /**
   * The stored values of an image of Java's: grey is repeated, alpha dropped, a palette looked up.
   *
   * @throws IllegalArgumentException if a pixel has a colour that its palette has not
   */
  public static Pixels of(BufferedImage image) {
    try {
      return RgbCopy.of(image);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The same memory as an image of Java's. */
  public BufferedImage image() {
    WritableRaster raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(rgb, rgb.length),
            width,
            height,
            CHANNELS * width,
            CHANNELS,
            new int[] {0, 1, 2},
            null);
    return new BufferedImage(COLOURS, raster, false, null);
  }

  /**
   * The same picture with sides of at most {@code side} pixels, each the mean of the area whose
   * place it takes.
   */
  public Pixels within(int side) {
    double scale = Math.min(1, side / (double) Math.max(width, height));
    int columns = (int) Math.max(1, Math.round(scale * width));
    int rows = (int) Math.max(1, Math.round(scale * height));
    float[] means =
        Resampler.resize(this, ResampleTaps.area(height, rows), ResampleTaps.area(width, columns));
    byte[] small = new byte[means.length];
    for (int i = 0; i < small.length; i++) {
      small[i] = (byte) Math.round(means[i]);
    }
    return new Pixels(columns, rows, small);
  }
}
