package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import org.graft.failure.InputException;
import org.graft.source.tensorflow.GraphOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a TensorFlow graph to the shelf, beside the same network as a Keras file. */
class TensorflowImporterTest {
  private static final Path FIXTURES = Path.of("src/test/resources/fixtures/tensorflow");

  private final TensorflowImporter importer =
      new TensorflowImporter(Catalogue.load(), Clock.systemUTC());

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"keras_export", "keras_saved", "frozen_v2.pb"})
  void givesTheWeightsOfTheKerasFileToTheBit(String name) {
    Base keras =
        new Importer(Catalogue.load(), Clock.systemUTC())
            .read(Importer.ImportRequest.of(FIXTURES.resolve("keras.h5")));
    Base graph = importer.open(TensorflowImporter.GraphRequest.of(FIXTURES.resolve(name))).base();
    assertThat(graph.model().weights()).isEqualTo(keras.model().weights());
    assertThat(graph.facts().parameters()).isEqualTo(keras.facts().parameters());
    assertThat(graph.facts().featureLayer()).isEqualTo(keras.facts().featureLayer());
    assertThat(graph.facts().receipt().readers())
        .contains(
            "12 of 12 layers give on noise what the graph's operations do one by one, within ")
        .contains("logits of predictions within ")
        .doesNotContain("not proved");
  }

  @Test
  void aBaseOfAGraphGoesOnTheShelfAndComesBack() {
    BaseStore shelf = new BaseStore(folder);
    Path path = FIXTURES.resolve("two_signatures");
    Base base =
        importer
            .open(
                new TensorflowImporter.GraphRequest(
                    path,
                    GraphOptions.ofSignature("features"),
                    BaseOptions.NONE.named("tiny"),
                    SecondOpinion.WHOLE))
            .base();
    shelf.save(base);
    assertThat(shelf.load("tiny")).isEqualTo(base);
    assertThat(base.facts().origin().file()).isEqualTo("two_signatures");
    assertThat(base.facts().origin().bytes()).isEqualTo(33342 + 1192 + 449);
    assertThat(base.facts().receipt().assignment()).startsWith("by the checkpoint's object graph");
    assertThat(base.hasTop()).isFalse();
  }

  @Test
  void anArchitectureThatItIsNotIsRefused() {
    assertThatThrownBy(
            () ->
                importer
                    .open(
                        new TensorflowImporter.GraphRequest(
                            FIXTURES.resolve("keras_export"),
                            GraphOptions.NONE,
                            new BaseOptions("vgg16", null, null, null),
                            SecondOpinion.WHOLE))
                    .base())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is not vgg16: its first layers are those of no known architecture");
  }
}
