package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.graft.failure.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
  private static final Pixels IMAGE = smooth(40, 30);

  @Test
  void variantZeroIsTheImageItself() {
    Variant variant = Augmentation.of("flip,crop,rotate,colour,cutout", 4, 1).variant(0);
    assertThat(variant.apply(IMAGE)).isSameAs(IMAGE);
    assertThat(variant.key()).isEqualTo(Variant.ORIGINAL.key()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Distortion.class)
  void variantsAreReproducible(Distortion distortion) {
    for (Variant variant : variants(distortion.toString(), 1)) {
      assertThat(variant.apply(IMAGE).rgb()).isEqualTo(variant.apply(IMAGE).rgb());
    }
  }

  @ParameterizedTest
  @EnumSource(Distortion.class)
  void variantsSeedsAndImagesDiffer(Distortion distortion) {
    List<Variant> variants = variants(distortion.toString(), 1);
    assertThat(variants.stream().map(v -> Arrays.hashCode(v.apply(IMAGE).rgb())).distinct().count())
        .isGreaterThan(1);
    assertThat(hashes(variants(distortion.toString(), 2))).isNotEqualTo(hashes(variants));
    assertThat(variants).extracting(Variant::key).doesNotHaveDuplicates();
  }

  @Test
  void flipSwapsLeftAndRight() {
    Pixels flipped = Augmentation.of("flip=1", 2, 1).variant(1).apply(IMAGE);
    for (int y = 0; y < IMAGE.height(); y++) {
      for (int x = 0; x < IMAGE.width(); x++) {
        assertThat(red(flipped, x, y)).isEqualTo(red(IMAGE, IMAGE.width() - 1 - x, y));
      }
    }
  }

  @Test
  void flipHasItsShare() {
    Augmentation augmentation = Augmentation.of("flip=0.25", 1000, 1);
    long flipped =
        IntStream.range(1, 1000)
            .filter(v -> red(augmentation.variant(v).apply(IMAGE), 0, 0) != red(IMAGE, 0, 0))
            .count();
    assertThat(flipped).isBetween(200L, 300L);
  }

  @Test
  void cropIsAWindowOfTheImage() {
    for (Variant variant : variants("crop=0.4", 1)) {
      Pixels cropped = variant.apply(IMAGE);
      assertThat(cropped.width()).isBetween(24, 40);
      assertThat(cropped.height()).isBetween(18, 30);
      assertThat(isWindow(cropped)).isTrue();
    }
  }

  /** Against the formula of a turn about the centre with bilinear interpolation. */
  @Test
  void rotationTurnsAboutTheCentre() {
    Pixels turned = new Turn(7).apply(IMAGE);
    double sine = Math.sin(Math.toRadians(7));
    double cosine = Math.cos(Math.toRadians(7));
    for (int y = 10; y < 20; y++) {
      for (int x = 10; x < 30; x++) {
        double sourceX = 20 + (x - 20) * cosine - (y - 15) * sine;
        double sourceY = 15 + (x - 20) * sine + (y - 15) * cosine;
        assertThat((double) red(turned, x, y)).isCloseTo(ramp(sourceX, sourceY), within(1.5));
      }
    }
  }

  @Test
  void colourFollowsPillowsEnhancers() {
    Pixels grey = filled(50, 50, 50);
    assertThat(
            OpenCv.pixels(MatTransform.colours(1.2, 1, 1).transform(OpenCv.writable(grey))).rgb())
        .containsOnly(60);
    Pixels red = filled(200, 0, 0);
    byte[] pale =
        OpenCv.pixels(MatTransform.colours(1, 1, 0).transform(OpenCv.writable(red))).rgb();
    assertThat(pale).containsOnly(60);
  }

  @Test
  void cutoutPaintsASquareAndNothingElse() {
    Pixels cut = Augmentation.of("cutout=0.5", 2, 1).variant(1).apply(IMAGE);
    int painted = 0;
    for (int i = 0; i < cut.rgb().length; i++) {
      painted += cut.rgb()[i] == (byte) 128 ? 1 : 0;
      assertThat(cut.rgb()[i]).isIn(IMAGE.rgb()[i], (byte) 128);
    }
    assertThat(painted).isBetween(15 * 15 * 3, 15 * 15 * 3 + 60);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void theSmallestImagesPass(int side) {
    Pixels tiny = smooth(side, side);
    for (Variant variant : variants("flip,crop=0.9,rotate=180,colour=1,cutout=0.9", 1)) {
      assertThat(variant.apply(tiny).rgb()).isNotEmpty();
    }
  }

  @Test
  void strengthsCanBeSaidOrLeft() {
    assertThat(Augmentation.of(" Crop=0.3, rotate", 2, 1)).hasToString("rotate=10.0,crop=0.3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zoom | there is no augmentation 'zoom': expected flip, rotate, crop, colour or cutout",
        "crop=x | 'crop=x' has no strength: expected a number, as in crop=0.3",
        "crop=2 | crop=2.0 is not a strength: expected above 0 and at most 0.9",
        "flip=NaN | flip=NaN is not a strength: expected above 0 and at most 1.0",
        "crop,crop=0.2 | Training.augment() names crop twice",
        "'' | there is no augmentation '': expected flip, rotate, crop, colour or cutout"
      })
  void aWrongDescriptionIsRefused(String description, String message) {
    assertThatThrownBy(() -> Augmentation.of(description, 2, 1))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  private record Turn(float degrees) {
    Pixels apply(Pixels image) {
      return OpenCv.pixels(
          new org.datavec.image.transform.RotateImageTransform(null, 0, 0, degrees, 0)
              .transform(OpenCv.writable(image), null));
    }
  }

  private static List<Variant> variants(String description, long seed) {
    Augmentation augmentation = Augmentation.of(description, 9, seed);
    return IntStream.range(1, 9).mapToObj(augmentation::variant).toList();
  }

  private static List<Integer> hashes(List<Variant> variants) {
    return variants.stream().map(v -> Arrays.hashCode(v.apply(IMAGE).rgb())).toList();
  }

  private static boolean isWindow(Pixels cropped) {
    for (int top = 0; top <= IMAGE.height() - cropped.height(); top++) {
      for (int left = 0; left <= IMAGE.width() - cropped.width(); left++) {
        if (isWindow(cropped, left, top)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isWindow(Pixels cropped, int left, int top) {
    for (int y = 0; y < cropped.height(); y++) {
      for (int x = 0; x < cropped.width(); x++) {
        if (red(cropped, x, y) != red(IMAGE, x + left, y + top)) {
          return false;
        }
      }
    }
    return true;
  }

  private static int red(Pixels image, int x, int y) {
    return image.rgb()[3 * (y * image.width() + x)] & 0xff;
  }

  private static double ramp(double x, double y) {
    return 5 * x + 1.5 * y;
  }

  private static Pixels smooth(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(1).nextBytes(rgb);
    for (int i = 0; i < width * height; i++) {
      rgb[3 * i] = (byte) Math.round(ramp(i % width, Math.floorDiv(i, width)));
    }
    return new Pixels(width, height, rgb);
  }

  private static Pixels filled(int red, int green, int blue) {
    byte[] rgb = new byte[3 * 16];
    for (int i = 0; i < 16; i++) {
      rgb[3 * i] = (byte) red;
      rgb[3 * i + 1] = (byte) green;
      rgb[3 * i + 2] = (byte) blue;
    }
    return new Pixels(4, 4, rgb);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 1001, Integer.MAX_VALUE})
  void variantsAreNeitherNoneNorWithoutEnd(int variants) {
    assertThatThrownBy(() -> Augmentation.of("flip", variants, 1))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "variants of an image: expected 2 to 1000, itself among them, found " + variants);
  }
}
