package org.graft.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cards of bases survive the way through a file's metadata, and damaged ones are refused. */
class BaseCardTest {
  private static final Path FILE = Path.of("base.onnx");

  private static final BaseCard CARD =
      new BaseCard(
          "vgg16",
          "block5_pool",
          512,
          224,
          "nearest",
          "apply",
          "caffe",
          "CC BY 4.0",
          "2026-01-02T03:04:05Z",
          "0123456789abcdef".repeat(4),
          "graft_pool");

  @Test
  void roundTrip() {
    assertThat(BaseCard.of(FILE, CARD.toMetadata())).isEqualTo(CARD);
  }

  @Test
  void everyKeyIsNeeded() {
    CARD.toMetadata()
        .keySet()
        .forEach(
            key -> {
              Map<String, String> metadata = new HashMap<>(CARD.toMetadata());
              metadata.remove(key);
              assertThatThrownBy(() -> BaseCard.of(FILE, metadata))
                  .as(key)
                  .hasMessageStartingWith("base.onnx");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "graft.features,0,is no number from 1 to 16777216: '0'",
    "graft.features,17000000,is no number from 1 to 16777216",
    "graft.height,1.5,is no number from 1 to 32768: '1.5'",
    "graft.height,NaN,is no number from 1 to 32768: 'NaN'",
    "graft.width,32,its images are no squares",
    "graft.digest,../../etc,graft.digest is no SHA-256",
  })
  void nonsenseIsRefused(String key, String value, String message) {
    Map<String, String> metadata = new HashMap<>(CARD.toMetadata());
    metadata.put(key, value);
    assertThatThrownBy(() -> BaseCard.of(FILE, metadata))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aClassifierIsNoBase() {
    ModelCard classifier = ModelCards.of(List.of("a"), 1, "nearest", "base");
    assertThatThrownBy(() -> BaseCard.of(FILE, classifier.toMetadata()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is a classifier, and no base");
  }
}
