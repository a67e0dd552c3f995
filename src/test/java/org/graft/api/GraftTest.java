package org.graft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.export.onnx.OnnxPrecision;
import org.graft.export.parity.Agreement;
import org.graft.export.parity.Receipt;
import org.graft.failure.InputException;
import org.graft.feature.cache.FeatureCache;
import org.graft.predict.LabelProbability;
import org.graft.predict.OnnxModel;
import org.graft.storage.Digests;
import org.graft.train.ClassWeights;
import org.graft.train.CrossValidation;
import org.graft.train.Evaluation;
import org.graft.train.Recipe;
import org.graft.train.Run;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  @ParameterizedTest
  @EnumSource(
      value = OnnxPrecision.class,
      names = {"FLOAT16", "INT8"})
  void filesOfOtherPrecisionTellWhatTheyCost(OnnxPrecision precision) {
    Receipt plain = model.exportOnnx(folder.resolve("plain.onnx"));
    assertThat(plain.tested()).isEmpty();
    Receipt receipt = model.exportOnnx(folder.resolve(precision + ".onnx"), precision);
    assertThat(receipt.bytes()).isLessThan(plain.bytes() * 2 / 3);
    Agreement tested = receipt.tested().orElseThrow();
    assertThat(tested.images()).isEqualTo(model.evaluation().images());
    assertThat(tested.accuracyBefore()).isEqualTo(model.evaluation().accuracy());
    assertThat(tested.share()).isGreaterThan(0.9);
    assertThat(tested.maxAbsDifference()).isPositive();
  }

  @Test
  void nothingIsWrittenWhereATestImageIsGone() {
    Evaluation evaluation = model.evaluation();
    List<Path> files = new ArrayList<>(evaluation.files());
    files.set(3, folder.resolve("gone.png"));
    Evaluation other =
        new Evaluation(evaluation.labels(), files, evaluation.truth(), evaluation.probabilities());
    Run run = model.run();
    TrainedModel moved =
        new TrainedModel(new Run(run.record(), run.model(), run.metrics(), other, run.ranBase()));
    Path file = folder.resolve("gone.onnx");
    assertThatThrownBy(() -> moved.exportOnnx(file, OnnxPrecision.INT8))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("gone.png is gone");
    assertThat(file).doesNotExist();
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
  void variantsAreTrainedOnAndHangOnTheSeed() {
    Training plain = training.epochs(2);
    TrainedModel varied = plain.augment("flip,crop=0.2", 3).train();
    assertThat(varied.run().record().augmentation()).isEqualTo("flip=0.5,crop=0.2");
    assertThat(probabilities(varied)).isNotEqualTo(probabilities(plain.train()));
    assertThat(plain.augment("flip").seed(7)).isEqualTo(plain.seed(7).augment("flip"));
    assertThat(plain.augment("flip").augmentation().orElseThrow().variants()).isEqualTo(8);
  }

  @Test
  void foldsAreTestedBefore() {
    assertThat(model.crossValidation()).isEmpty();
    CrossValidation folds = training.epochs(5).folds(3).train().crossValidation().orElseThrow();
    assertThat(folds.accuracies()).hasSize(3).allMatch(accuracy -> accuracy > 1 / 12.0);
  }

  @Test
  void unevenClassesCountTheSame() throws IOException {
    Path uneven = folder.resolve("uneven");
    for (String brand : List.of("Alvero", "Brimsol")) {
      for (String part : List.of("train", "test")) {
        Path to = Files.createDirectories(uneven.resolve(part).resolve(brand));
        try (Stream<Path> files = Files.list(LOGOS.resolve(part).resolve(brand))) {
          for (Path file : files.sorted().limit(brand.equals("Alvero") ? 8 : 2).toList()) {
            Files.copy(file, to.resolve(file.getFileName()));
          }
        }
      }
    }
    Training plain = new ImportedBase(training.base()).on(uneven).size(32).epochs(5);
    TrainedModel weighted = plain.classWeights(ClassWeights.AUTO).train();
    assertThat(weighted.run().record().recipe().loss().classWeights()).isEqualTo(ClassWeights.AUTO);
    assertThat(weighted.run().record().recipe().loss().labelSmoothing()).isEqualTo(0.1);
    assertThat(meanOf("Brimsol", weighted)).isGreaterThan(meanOf("Brimsol", plain.train()));
  }

  @Test
  void featuresAreKeptWhereTheCacheIs() {
    List<String> warnings = new ArrayList<>();
    FeatureCache cache = Graft.cache(folder.resolve("cache"), warnings::add);
    Training kept = training.epochs(2).cache(cache);
    float[] first = probabilities(kept.train());
    assertThat(cache.list()).singleElement().satisfies(e -> assertThat(e.images()).isEqualTo(408));
    assertThat(cache.folder()).isNotEmptyDirectory();
    assertThat(probabilities(kept.train())).isEqualTo(first);
    assertThat(cache.clear()).isPositive();
    assertThat(cache.list()).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void bundleHoldsTheModelAndReplacesNothing() throws IOException {
    Path bundle = folder.resolve("bundle");
    Receipt receipt = model.exportBundle(bundle);
    assertThat(receipt.file()).isEqualTo(bundle.resolve("model.onnx"));
    assertThat(receipt.sha256()).isEqualTo(Digests.sha256(receipt.file()));
    assertThat(bundle.resolve("labels.txt")).content().startsWith("Alvero");
    assertThat(bundle.resolve("README.md"))
        .content()
        .contains("test images: %.3f".formatted(model.evaluation().accuracy()));
    assertThatThrownBy(() -> model.exportBundle(bundle))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not empty");
    assertThat(Digests.sha256(receipt.file())).isEqualTo(receipt.sha256());
  }

  private static float[] probabilities(TrainedModel trained) {
    return trained.evaluation().probabilities().values();
  }

  /** Of all test images. */
  private static double meanOf(String label, TrainedModel trained) {
    Evaluation evaluation = trained.evaluation();
    int index = evaluation.labels().indexOf(label);
    return IntStream.range(0, evaluation.images())
        .mapToDouble(i -> evaluation.probability(i, index))
        .average()
        .orElseThrow();
  }

  @Test
  void mistakesAreToldInOneLine() {
    assertThatThrownBy(() -> training.folds(1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("2 are the fewest");
    assertThatThrownBy(() -> training.augment("twist"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("twist");
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
    assertThat(between(javadoc(), "<pre>{@code\n", "}</pre>")).isEqualTo(example);
    assertThat(between(Files.readString(Path.of("README.md")), "```java\n", "```"))
        .isEqualTo(example);
  }

  @Test
  void restOfTheDocumentationIsCompiledToo() throws IOException {
    String source = Files.readString(EXAMPLE);
    String begin = "// begin the rest\n";
    String example = between(source, begin, "\n    // end of the rest").stripIndent() + "\n";
    String javadoc = javadoc();
    assertThat(
            between(javadoc.substring(javadoc.indexOf("graft cache")), "<pre>{@code\n", "}</pre>"))
        .isEqualTo(example);
  }

  private static String javadoc() throws IOException {
    return Files.readString(Path.of("src/main/java/org/graft/api/package-info.java"))
        .lines()
        .map(line -> line.replaceFirst("^ \\* ?", ""))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }
}
