package org.graft.cli;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Pictures that show two of the demo brands each, with a labels file. */
public final class TwoLogos {
  public static final List<String> BRANDS =
      List.of("Alvero", "Brimsol", "Cantavo", "Dorvane", "Elquist");

  private static final int SIDE = 96;
  private static final int LOGO = 46;

  private TwoLogos() {}

  /**
   * Draws pictures into a folder.
   *
   * @param each how often each pair of brands is to learn from; half as often to test with
   * @return the labels file in it, with a split
   */
  public static Path draw(Path folder, int each) throws IOException {
    List<String> lines = new ArrayList<>(List.of("path,labels,split"));
    Files.createDirectories(folder);
    for (String part : List.of("train", "test")) {
      int count = part.equals("train") ? each : (each + 1) / 2;
      for (int a = 0; a < BRANDS.size(); a++) {
        for (int b = a + 1; b < BRANDS.size(); b++) {
          for (int k = 0; k < count; k++) {
            String name = part + "-" + a + "-" + b + "-" + k + ".png";
            ImageIO.write(picture(part, a, b, k), "png", folder.resolve(name).toFile());
            lines.add(name + "," + BRANDS.get(a) + "|" + BRANDS.get(b) + "," + part);
          }
        }
      }
    }
    return Files.write(folder.resolve("labels.csv"), lines);
  }

  /** Each brand on one side, which changes from picture to picture. */
  private static BufferedImage picture(String part, int a, int b, int k) throws IOException {
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    int left = (k + a) % 2 == 0 ? a : b;
    int right = left == a ? b : a;
    draw(graphics, logo(part, left, b * 3 + k), 1, (7 * k + 5 * a) % (SIDE - LOGO));
    draw(graphics, logo(part, right, a * 3 + k), SIDE - LOGO - 1, (11 * k + 3 * b) % (SIDE - LOGO));
    graphics.dispose();
    return picture;
  }

  private static void draw(Graphics2D graphics, BufferedImage logo, int x, int y) {
    graphics.drawImage(logo, x, y, LOGO, LOGO, null);
  }

  private static BufferedImage logo(String part, int brand, int number) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("data/logos", part, BRANDS.get(brand)))) {
      List<Path> sorted = files.sorted().toList();
      return ImageIO.read(sorted.get(number % sorted.size()).toFile());
    }
  }
}
