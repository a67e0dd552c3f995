package org.graft.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;

/**
 * Copies the stored values of an image, as Pillow's {@code convert("RGB")} does: grey is repeated,
 * alpha dropped, a palette looked up, and no colour space converted. {@code BufferedImage.getRGB}
 * would convert, Java's grey being linear and the result sRGB.
 */
final class RgbCopy {
  private static final int CHANNELS = Pixels.CHANNELS;
  private static final int BYTE_BITS = 8;
  private static final int BYTE_MAXIMUM = 255;

  private RgbCopy() {}

  static Pixels of(BufferedImage image) throws IOException {
    Raster raster = image.getRaster();
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel palette) {
      return ofPalette(raster, palette);
    }
    if (model.getColorSpace().getType() == ColorSpace.TYPE_CMYK
        && model.getComponentSize(0) == BYTE_BITS) {
      return Cmyk.of(raster, false, false);
    }
    boolean bytes =
        raster.getTransferType() == DataBuffer.TYPE_BYTE
            && raster.getNumDataElements() == raster.getNumBands()
            && model.getComponentSize(0) == BYTE_BITS;
    return bytes ? ofBytes(raster, colourStep(model)) : ofBands(raster, model);
  }

  private static Pixels ofPalette(Raster raster, IndexColorModel palette) throws IOException {
    int width = raster.getWidth();
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    byte[] rgb = new byte[CHANNELS * width * raster.getHeight()];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int index : row) {
        if (index >= colours.length) {
          throw new IOException(
              "a pixel of colour " + index + " in a palette of " + colours.length);
        }
        rgb[to++] = (byte) (colours[index] >> 16);
        rgb[to++] = (byte) (colours[index] >> 8);
        rgb[to++] = (byte) colours[index];
      }
    }
    return new Pixels(width, raster.getHeight(), rgb);
  }

  /** Of bands of one byte each, by far the most frequent. */
  private static Pixels ofBytes(Raster raster, int step) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    byte[] rgb = new byte[CHANNELS * width * raster.getHeight()];
    byte[] row = new byte[width * bands];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getDataElements(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int from = 0; from < row.length; from += bands, to += CHANNELS) {
        rgb[to] = row[from];
        rgb[to + 1] = row[from + step];
        rgb[to + 2] = row[from + 2 * step];
      }
    }
    return new Pixels(width, raster.getHeight(), rgb);
  }

  private static Pixels ofBands(Raster raster, ColorModel model) throws IOException {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int step = colourStep(model);
    byte[] rgb = new byte[CHANNELS * width * raster.getHeight()];
    int[] row = new int[width * bands];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int from = 0; from < row.length; from += bands) {
        for (int c = 0; c < CHANNELS; c++) {
          rgb[to++] = toByte(row[from + c * step], model.getComponentSize(c * step));
        }
      }
    }
    return new Pixels(width, raster.getHeight(), rgb);
  }

  /** From one colour channel's band to the next: 0 for grey, 1 for RGB. */
  private static int colourStep(ColorModel model) throws IOException {
    return switch (model.getColorSpace().getType()) {
      case ColorSpace.TYPE_GRAY -> 0;
      case ColorSpace.TYPE_RGB -> 1;
      default ->
          throw new IOException(
              "neither grey nor RGB but a colour space of %s components"
                  .formatted(model.getNumColorComponents()));
    };
  }

  /** Values of fewer bits are stretched to 0..255, of more bits cut to their high byte. */
  private static byte toByte(int value, int bits) {
    if (bits > BYTE_BITS) {
      return (byte) (value >> (bits - BYTE_BITS));
    }
    return (byte) (bits == BYTE_BITS ? value : value * BYTE_MAXIMUM / ((1 << bits) - 1));
  }
}
