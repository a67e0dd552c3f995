package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Smaller pictures by hand, and what Java's imaging sees of the pixels. */
class PixelsTest {
  @Test
  void theSmallerPictureIsTheMeanOfWhatEachPixelCovers() {
    Pixels three = new Pixels(3, 1, new byte[] {30, 0, 90, 60, 0, 0, 0, 0, (byte) 255});
    Pixels two = three.within(2);
    assertThat(two.width()).isEqualTo(2);
    assertThat(two.height()).isEqualTo(1);
    assertThat(two.rgb()).containsExactly(40, 0, 60, 20, 0, 170);
  }

  @Test
  void thePictureKeepsItsProportionsAndLosesNoLevel() {
    Pixels plain = new Pixels(224, 100, new byte[3 * 224 * 100]);
    Arrays.fill(plain.rgb(), (byte) 201);
    Pixels small = plain.within(120);
    assertThat(small.width()).isEqualTo(120);
    assertThat(small.height()).isEqualTo(54);
    assertThat(small.rgb()).containsOnly((byte) 201);
  }

  @Test
  void whatIsSmallEnoughStaysAsItIs() {
    Pixels pixels = new Pixels(2, 1, new byte[] {1, 2, 3, 4, 5, (byte) 250});
    assertThat(pixels.within(2).rgb()).isEqualTo(pixels.rgb());
    assertThat(pixels.within(120).rgb()).isEqualTo(pixels.rgb());
  }

  @Test
  void theImageSharesTheMemory() {
    Pixels pixels = new Pixels(2, 1, new byte[] {1, 2, 3, 4, 5, 6});
    BufferedImage image = pixels.image();
    assertThat(image.getRGB(1, 0)).isEqualTo(0xff040506);
    image.setRGB(0, 0, 0xff102030);
    assertThat(pixels.rgb()).containsExactly(0x10, 0x20, 0x30, 4, 5, 6);
  }
}
