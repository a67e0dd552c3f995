package org.graft.image;

import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * Reads the pixels of a JPEG.
 *
 * @param components 1, 3 or 4
 * @param ycck whether the inks of CMYK are stored as luma and chroma
 * @param whole whether the file has an end; without, all of its pixels must have come before
 */
record JpegReading(int components, boolean ycck, boolean whole) implements PreparedFile.Read {
  private static final int CMYK = 4;

  /** What libjpeg says of bytes between the last pixels and the end. */
  private static final String FILLING = "extraneous";

  @Override
  public Pixels of(ImageReader reader, ImageReadParam how) throws IOException {
    boolean[] early = {false};
    reader.addIIOReadWarningListener((source, warning) -> early[0] |= !warning.contains(FILLING));
    Pixels pixels = read(reader, how);
    if (!whole && early[0]) {
      throw new IOException(JpegScans.NO_END);
    }
    return pixels;
  }

  private Pixels read(ImageReader reader, ImageReadParam how) throws IOException {
    if (components == CMYK) {
      return Cmyk.of(reader.readRaster(0, how), true, ycck);
    }
    return components == Pixels.CHANNELS ? inPlace(reader, how) : RgbCopy.of(reader.read(0, how));
  }

  /**
   * Has a colour JPEG decoded into its pixels. ImageIO's own image lies in another order, to which
   * it would turn pixel by pixel what can be copied line by line.
   */
  private static Pixels inPlace(ImageReader reader, ImageReadParam how) throws IOException {
    int width = Bounds.reduced(reader.getWidth(0), how);
    int height = Bounds.reduced(reader.getHeight(0), how);
    Pixels pixels = new Pixels(width, height, new byte[Pixels.CHANNELS * width * height]);
    how.setDestination(pixels.image());
    reader.read(0, how);
    return pixels;
  }
}
