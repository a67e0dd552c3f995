package org.graft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.graft.export.parity.Receipt;
import org.graft.failure.InputException;
import org.graft.predict.LabelProbability;
import org.graft.predict.OnnxModel;
import org.graft.train.Evaluation;
import org.graft.train.Recipe;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graft from Java: what the commands do, and the example as it stands in the documentation. */
class GraftTest {
  private static final Path LOGOS = Path.of("data/logos");
  private static final Path EXAMPLE = Path.of("src/test/java/org/graft/api/Example.java");

  @TempDir static Path folder;

  private static Training training;
  private static TrainedModel model;

  @BeforeAll
  static void train() {
    training =
        Graft.importKeras(Path.of("data/networks/demo_vgg.h5")).on(LOGOS).size(32).epochs(20);
    model = training.train();
  }

  @Test
  void whatIsExportedPredictsWhatWasTrained() {
    Path file = folder.resolve("model.onnx");
    Receipt receipt = model.exportOnnx(file);
    assertThat(receipt.top1Agreement()).isEqualTo(1);
    Evaluation evaluation = model.evaluation();
    assertThat(evaluation.accuracy()).isGreaterThan(5 * evaluation.baseRate());
    try (OnnxModel opened = Graft.open(file)) {
      Path image = evaluation.files().get(0);
      for (LabelProbability found : opened.predict(List.of(image), 12).get(0).top()) {
        int label = evaluation.labels().indexOf(found.label());
        assertThat(found.probability()).isCloseTo(evaluation.probability(0, label), within(1e-5f));
      }
    }
  }

  @Test
  void anotherTestOfTheSameImagesFindsTheSame() {
    Evaluation again = model.evaluate(LOGOS);
    assertThat(again.files()).isEqualTo(model.evaluation().files());
    assertThat(again.probabilities().values())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(model.evaluation().probabilities().values());
  }

  @Test
  void flatBuffersAreWrittenToo() {
    Receipt receipt = model.exportFlatBuffers(folder.resolve("model.fb"));
    assertThat(receipt.maxAbsDifference()).isLessThan(1e-5);
  }

  @Test
  void trainingsStayAsTheyWere() {
    Training other = training.recipe(Recipe.SEED).size(64).seed(1).fineTuneFrom("block2");
    assertThat(other.fineTune()).isPresent();
    assertThat(training.size()).isEqualTo(32);
    assertThat(training.recipe().name()).isEqualTo("safe");
    assertThat(training.fineTune()).isEmpty();
  }

  @Test
  void mistakesAreToldInOneLine() {
    assertThatThrownBy(() -> Graft.importKeras(Path.of("none.h5")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.h5");
    assertThatThrownBy(() -> training.size(2).train())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("px");
  }

  @Test
  void documentationShowsTheExampleThatIsRun() throws IOException {
    String source = Files.readString(EXAMPLE);
    String example = between(source, "// begin\n", "\n    // end").stripIndent() + "\n";
    String javadoc =
        Files.readString(Path.of("src/main/java/org/graft/api/package-info.java"))
            .lines()
            .map(line -> line.replaceFirst("^ \\* ?", ""))
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(between(javadoc, "<pre>{@code\n", "}</pre>")).isEqualTo(example);
    assertThat(between(Files.readString(Path.of("README.md")), "```java\n", "```"))
        .isEqualTo(example);
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }
}
