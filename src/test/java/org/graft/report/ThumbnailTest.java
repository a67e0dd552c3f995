package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbnailTest {
  private static final String JPEG = "data:image/jpeg;base64,";
  private static final int RED = 0xdc1e28;

  @TempDir Path folder;

  @Test
  void aLargePictureIsMadeSoSmallThatItsLongSideHas120Pixels() throws IOException {
    BufferedImage wide = thumbnail(painted("wide", 480, 200));
    assertThat(wide.getWidth()).isEqualTo(120);
    assertThat(wide.getHeight()).isEqualTo(50);
    BufferedImage high = thumbnail(painted("high", 121, 242));
    assertThat(high.getWidth()).isEqualTo(60);
    assertThat(high.getHeight()).isEqualTo(120);
  }

  @Test
  void aSmallPictureStaysAsItIs() throws IOException {
    BufferedImage small = thumbnail(painted("small", 30, 20));
    assertThat(small.getWidth()).isEqualTo(30);
    assertThat(small.getHeight()).isEqualTo(20);
  }

  /** As far as JPEG keeps them. */
  @Test
  void coloursAreKept() throws IOException {
    int rgb = thumbnail(painted("red", 240, 240)).getRGB(60, 60);
    for (int shift : new int[] {16, 8, 0}) {
      int off = (rgb >> shift & 0xff) - (RED >> shift & 0xff);
      assertThat(Math.abs(off)).isLessThan(6);
    }
  }

  @Test
  void ofWhatCannotBeReadAnyMoreThereIsNone() throws IOException {
    Path damaged = Files.writeString(folder.resolve("damaged.png"), "no picture");
    assertThat(Thumbnail.of(damaged)).isEmpty();
    assertThat(Thumbnail.of(folder.resolve("gone.png"))).isEmpty();
  }

  private static BufferedImage thumbnail(Path file) throws IOException {
    String uri = Thumbnail.of(file).orElseThrow();
    assertThat(uri).startsWith(JPEG);
    byte[] bytes = Base64.getDecoder().decode(uri.substring(JPEG.length()));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  private Path painted(String name, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[width * height];
    Arrays.fill(pixels, RED);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    Path file = folder.resolve(name + ".png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
