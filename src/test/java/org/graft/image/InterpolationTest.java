package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.graft.failure.InputException;
import org.graft.storage.NpyArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class InterpolationTest {
  static Stream<Arguments> imagesAndInterpolations() {
    return Goldens.RESIZE.images().stream()
        .flatMap(image -> Stream.of(Interpolation.values()).map(i -> Arguments.of(image, i)));
  }

  @ParameterizedTest
  @MethodSource("imagesAndInterpolations")
  void resizesAsPillowAndTensorFlowDo(Path image, Interpolation interpolation) {
    NpyArray expected = Goldens.RESIZE.resized(image, interpolation);

    float[] resized =
        interpolation.resize(
            ImageDecoder.decode(image, Exif.IGNORE), expected.shape()[0], expected.shape()[1]);

    float tolerance = interpolation == Interpolation.NEAREST ? 0 : 1e-3f;
    assertThat(resized).containsExactly(expected.values(), Offset.offset(tolerance));
  }

  /** What Pillow chooses; positions computed one by one would give 3 in place of 2. */
  @Test
  void nearestSumsUpPositionsLikePillow() {
    assertThat(ResampleTaps.nearest(16, 24).indices()[4]).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aPixelFillsAnySize(Interpolation interpolation) {
    float[] resized = interpolation.resize(new Pixels(1, 1, new byte[] {1, (byte) 200, 3}), 2, 3);

    assertThat(resized)
        .containsExactly(1, 200, 3, 1, 200, 3, 1, 200, 3, 1, 200, 3, 1, 200, 3, 1, 200, 3);
  }

  @ParameterizedTest
  @EnumSource
  void theSameSizeIsTheSameImage(Interpolation interpolation) {
    Pixels image = ImageDecoder.decode(Goldens.RESIZE.file("rgb.png"), Exif.IGNORE);

    assertThat(interpolation.resize(image, image.height(), image.width()))
        .isEqualTo(Goldens.floats(image));
  }

  @Test
  void bicubicOvershootsLikeTensorFlow() {
    float[] resized =
        Interpolation.BICUBIC.resize(
            new Pixels(4, 1, new byte[] {0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1}), 1, 8);

    assertThat(resized[6]).isNegative();
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsNameInAnyCase(Interpolation interpolation) {
    assertThat(Interpolation.of(interpolation.name())).isEqualTo(interpolation);
    assertThat(Interpolation.of(interpolation.toString())).isEqualTo(interpolation);
  }

  @Test
  void unknownNamesAreTheUsersMistake() {
    assertThatThrownBy(() -> Interpolation.of("lanczos"))
        .isInstanceOf(InputException.class)
        .hasMessage("there is no interpolation 'lanczos': expected nearest, bilinear or bicubic");
  }

  @ParameterizedTest
  @EnumSource
  void sizesArePositive(Interpolation interpolation) {
    Pixels image = new Pixels(1, 1, new byte[3]);

    assertThatThrownBy(() -> interpolation.resize(image, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Resize(1, -1, interpolation))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
