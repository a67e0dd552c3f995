package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images that their files say to be turned, against Pillow's {@code exif_transpose}. */
class ExifTest {
  private static final Resize STORED = new Resize(5, 7, Interpolation.NEAREST);

  static List<Path> turned() {
    return Goldens.FORMAT.images().stream()
        .filter(image -> image.getFileName().toString().startsWith("turned"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("turned")
  void applyTurnsAnImageUprightAndIgnoreLeavesIt(Path image) {
    Pixels upright = ImageDecoder.decode(image, Exif.APPLY);
    Pixels stored = ImageDecoder.decode(image, Exif.IGNORE);

    assertThat(new int[] {upright.height(), upright.width(), 3})
        .isEqualTo(Goldens.FORMAT.upright(image).shape());
    assertThat(Goldens.floats(upright)).isEqualTo(Goldens.FORMAT.upright(image).values());
    assertThat(Goldens.floats(stored)).isEqualTo(Goldens.FORMAT.decoded(image).values());
  }

  @Test
  void goldensHaveAllEightOrientations() {
    assertThat(turned())
        .extracting(image -> image.getFileName().toString())
        .contains(
            "turned1.jpg",
            "turned2.jpg",
            "turned3.jpg",
            "turned4.jpg",
            "turned5.jpg",
            "turned6.jpg",
            "turned7.jpg",
            "turned8.jpg");
  }

  @Test
  void featuresAreKeptUnderOtherDigestsOnlyWherePixelsDiffer() {
    List<LabelledImage> images =
        LabelledImage.unlabelled(
            List.of(Goldens.FORMAT.file("turned1.jpg"), Goldens.FORMAT.file("turned6.jpg")));
    List<String> stored = ImageDigests.of(images, reading(Exif.IGNORE), KnownDigests.NONE);
    List<String> upright = ImageDigests.of(images, reading(Exif.APPLY), KnownDigests.NONE);

    assertThat(stored).isEqualTo(ImageDigests.of(images, KnownDigests.NONE));
    assertThat(upright.get(0)).isEqualTo(stored.get(0));
    assertThat(upright.get(1)).isNotEqualTo(stored.get(1));
  }

  @ParameterizedTest
  @MethodSource("turned")
  void damagedBlocksTurnAnImageAnotherWayOrNotAtAll(Path image) throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 60; i++) {
      byte[] bytes = Files.readAllBytes(image);
      for (int j = 0; j < 4; j++) {
        bytes[20 + random.nextInt(60)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(ImageDecoder.decode(bytes, "x", Exif.APPLY).rgb()).isNotEmpty();
      } catch (MalformedFileException e) {
        assertThat(e).hasMessageMatching("x: cannot be decoded: .+");
      }
    }
  }

  @Test
  void choiceIsApplyOrIgnore() {
    assertThat(Exif.of("Apply")).isEqualTo(Exif.APPLY);
    assertThatThrownBy(() -> Exif.of("turn"))
        .isInstanceOf(InputException.class)
        .hasMessage("Training.exif(turn): expected apply or ignore");
  }

  private static Reading reading(Exif exif) {
    return new Reading(STORED.withExif(exif), true, skipped -> {});
  }
}
