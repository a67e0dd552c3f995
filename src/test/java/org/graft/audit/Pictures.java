package org.graft.audit;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Pictures of random discs and bars on a plain ground, and what may become of them. */
final class Pictures {
  private Pictures() {}

  /** Another seed draws another picture. */
  static BufferedImage drawn(long seed) {
    return drawn(seed, 120, BufferedImage.TYPE_INT_RGB);
  }

  static BufferedImage drawn(long seed, int side, int type) {
    SplittableRandom random = new SplittableRandom(seed);
    BufferedImage image = new BufferedImage(side, side, type);
    Graphics2D g = image.createGraphics();
    g.setColor(colour(random));
    g.fillRect(0, 0, side, side);
    for (int i = 0; i < 8; i++) {
      g.setColor(colour(random));
      int x = random.nextInt(side);
      int y = random.nextInt(side);
      int extent = side / 8 + random.nextInt(side / 3);
      if (random.nextBoolean()) {
        g.fillOval(x - extent / 2, y - extent / 2, extent, extent);
      } else {
        g.fillRect(x - extent / 2, y - extent / 2, extent, extent / 2);
      }
    }
    g.dispose();
    return image;
  }

  static BufferedImage scaled(BufferedImage image, int side) {
    BufferedImage scaled = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = scaled.createGraphics();
    g.drawImage(
        image.getScaledInstance(side, side, java.awt.Image.SCALE_AREA_AVERAGING), 0, 0, null);
    g.dispose();
    return scaled;
  }

  static Path save(Path file, BufferedImage image) {
    return save(file, bytes(image, file.toString().endsWith("png") ? "png" : "jpg"));
  }

  static Path save(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Color colour(SplittableRandom random) {
    return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256));
  }
}
