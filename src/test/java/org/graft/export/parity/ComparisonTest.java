package org.graft.export.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.graft.failure.WorkFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as the same. */
class ComparisonTest {
  private static final Path TARGET = Path.of("model.onnx");

  @TempDir Path folder;

  private final OutputComparison comparison = new OutputComparison();

  @Test
  void roundingPassesAndIsReported() throws IOException {
    comparison.scores("p", row(.7f, .3f, .1f, .9f), row(.7f, .3f, .1f, .90005f), 2);
    comparison.values("logits", row(1000, 2), row(1000.05f, 2));
    comparison.require(TARGET);
    Path file = Files.writeString(folder.resolve("f"), "abc");
    Receipt receipt = comparison.receipt(file, 2);
    assertThat(receipt.maxAbsDifference()).isBetween(4e-5, 6e-5);
    assertThat(receipt.top1Agreement()).isEqualTo(1);
    assertThat(receipt.bytes()).isEqualTo(3);
  }

  @Test
  void greaterDifferencesFail() {
    comparison.scores("p", row(.7f, .3f), row(.7f, .3002f), 1);
    assertThatThrownBy(() -> comparison.require(TARGET))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("model.onnx")
        .hasMessageContaining("'p' is off by");
  }

  @Test
  void metadataThatReadsBackOtherwiseFails() {
    comparison.metadata(Map.of("graft.labels", "[\"a\"]"), Map.of("graft.labels", "[\"?\"]"));
    assertThatThrownBy(() -> comparison.require(TARGET))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("metadata graft.labels reads back as '[\"?\"]'");
  }

  @Test
  void anotherTopClassFails() {
    comparison.scores("p", row(.6f, .4f), row(.4f, .6f), 1);
    assertThatThrownBy(() -> comparison.require(TARGET))
        .hasMessageContaining("top class differs on 1 of 1 images");
  }

  @Test
  void classesThatTieMayChangePlaces() {
    comparison.scores("p", row(.5f, .5f), row(.49999f, .50001f), 1);
    assertThatCode(() -> comparison.require(TARGET)).doesNotThrowAnyException();
  }

  @Test
  void whatIsNoNumberFails() {
    comparison.values("logits", row(Float.NaN), row(Float.NaN));
    assertThatThrownBy(() -> comparison.require(TARGET)).isInstanceOf(WorkFailedException.class);
  }

  @Test
  void anotherShapeFails() {
    comparison.scores("p", row(.5f, .5f), row(.5f), 1);
    assertThatThrownBy(() -> comparison.require(TARGET)).hasMessageContaining("has 1 values");
  }

  private static float[] row(float... values) {
    return values;
  }
}
