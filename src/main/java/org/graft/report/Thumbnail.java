package org.graft.report;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.graft.failure.MalformedFileException;
import org.graft.image.ImageDecoder;
import org.graft.image.Pixels;

/** Small pictures that a page carries inside. */
final class Thumbnail {
  private static final int LONG_SIDE = 120;

  private Thumbnail() {}

  /** A JPEG file of at most 120 px as a data URI; empty where the image cannot be read any more. */
  static Optional<String> of(Path file) {
    return picture(file).map(Thumbnail::uri);
  }

  /** The same as a picture, RGB. */
  static Optional<BufferedImage> picture(Path file) {
    try {
      return Optional.of(small(picture(ImageDecoder.decode(file))));
    } catch (MalformedFileException e) {
      return Optional.empty();
    }
  }

  private static BufferedImage picture(Pixels pixels) {
    BufferedImage picture =
        new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = pixels.rgb();
    for (int i = 0; i < rgb.length / 3; i++) {
      int colour = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | (rgb[3 * i + 2] & 255);
      picture.setRGB(i % pixels.width(), i / pixels.width(), colour);
    }
    return picture;
  }

  private static BufferedImage small(BufferedImage picture) {
    double scale =
        Math.min(1, LONG_SIDE / (double) Math.max(picture.getWidth(), picture.getHeight()));
    int width = Math.max(1, (int) Math.round(scale * picture.getWidth()));
    int height = Math.max(1, (int) Math.round(scale * picture.getHeight()));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    Image scaled = picture.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING);
    graphics.drawImage(scaled, 0, 0, null);
    graphics.dispose();
    return small;
  }

  /** A picture as a JPEG file in a data URI. */
  static String uri(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
