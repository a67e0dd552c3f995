package org.graft.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cards survive the way through a file's metadata, and damaged ones are refused. */
class ModelCardTest {
  private static final Path FILE = Path.of("model.onnx");

  private static final ModelCard CARD =
      ModelCards.of(
          List.of("cola", "äther \"x\"", "a,b"),
          new ImageCard(32, 48, "nearest", "ignore", "caffe"),
          "vgg16",
          Optional.of("run-1"),
          Optional.of("CC BY 4.0"),
          OptionalDouble.of(0.8125));

  @Test
  void roundTrip() {
    assertThat(ModelCard.of(FILE, CARD.toMetadata())).isEqualTo(CARD);
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    ModelCard card =
        ModelCards.of(
            CARD.labels(),
            new ImageCard(1, 2, "bilinear", "ignore", "raw"),
            "base",
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.empty());
    assertThat(card.toMetadata())
        .doesNotContainKeys(ModelCard.RUN, ModelCard.LICENCE, ModelCard.TEST_ACCURACY);
    assertThat(ModelCard.of(FILE, card.toMetadata())).isEqualTo(card);
  }

  @Test
  void filesOfBeforeSawPicturesAsTheyAreStored() {
    Map<String, String> metadata = new HashMap<>(CARD.toMetadata());
    metadata.put(ModelCard.EXIF, "apply");
    assertThat(ModelCard.of(FILE, metadata).images().exif()).isEqualTo("apply");

    metadata.remove(ModelCard.EXIF);
    assertThat(ModelCard.of(FILE, metadata).images().exif()).isEqualTo("ignore");
  }

  @Test
  void whichImagesAreUnknownGoesAlong() {
    Map<String, String> metadata = new HashMap<>(CARD.toMetadata());
    assertThat(metadata).doesNotContainKey(ModelCard.UNKNOWN_BELOW);
    metadata.put(ModelCard.UNKNOWN_BELOW, "0.625");
    ModelCard card = ModelCard.of(FILE, metadata);
    assertThat(card.unknownBelow()).hasValue(0.625);
    assertThat(card.toMetadata()).containsEntry(ModelCard.UNKNOWN_BELOW, "0.625");
    for (ModelCard other : List.of(card.sized(8), card.untested(), card.withInput(card.input()))) {
      assertThat(other.unknownBelow()).hasValue(0.625);
    }
  }

  @Test
  void filesOfOthersAreTheUsersMistake() {
    assertThatThrownBy(() -> ModelCard.of(FILE, Map.of("other", "x")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.onnx was not made by 'graft export'");
    assertThatThrownBy(() -> ModelCard.of(FILE, Map.of(ModelCard.FORMAT_KEY, "9")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("format 9");
  }

  @ParameterizedTest
  @CsvSource({
    "graft.unknown_below, 1.5",
    "graft.unknown_below, NaN",
    "graft.labels, []",
    "graft.labels, {}",
    "graft.labels, 7",
    "graft.labels, '[1]'",
    "graft.labels, '[\"a\"'",
    "graft.labels,",
    "graft.height, tall",
    "graft.height,",
    "graft.created,",
    "graft.exif, upright"
  })
  void damagedCardsAreTheFilesMistake(String key, String value) {
    Map<String, String> metadata = new HashMap<>(CARD.toMetadata());
    metadata.remove(key);
    Optional.ofNullable(value).ifPresent(v -> metadata.put(key, v));
    assertThatThrownBy(() -> ModelCard.of(FILE, metadata))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("model.onnx: ");
  }
}
