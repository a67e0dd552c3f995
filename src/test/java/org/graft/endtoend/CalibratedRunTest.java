package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.graft.storage.Json;
import org.graft.train.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --calibrate}: probabilities that say how often they are right, answers as they were. */
class CalibratedRunTest {
  private static final int CLASSES = 3;

  @TempDir Path home;

  private Path data;

  @BeforeEach
  void importBase() throws IOException {
    data = DemoData.copyTo(home.resolve("data"));
    assertThat(CommandRun.of(home, "import", "--keras", DemoData.VGG).exitCode()).isZero();
  }

  @Test
  void temperatureChangesHowSureTheModelIsAndNothingElse() throws IOException {
    Path plain = run(train("--calibrate", "none"));
    CommandRun trained = train("--calibrate", "folds");
    Path tempered = run(trained);
    JsonNode calibrated = trained.json().path("calibrated");
    assertThat(calibrated.path("by").asText()).isEqualTo("folds");
    assertThat(trained.err() + trained.out()).contains("training images, each by a model that");
    assertThat(record(plain).has("calibrated")).isFalse();
    assertThat(record(plain).path("test_accuracy"))
        .isEqualTo(record(tempered).path("test_accuracy"));

    double temperature = calibrated.path("temperature").asDouble();
    float[] before = RunFolder.evaluation(plain).probabilities().values();
    float[] after = RunFolder.evaluation(tempered).probabilities().values();
    for (int from = 0; from < before.length; from += CLASSES) {
      double[] expected = new double[CLASSES];
      for (int c = 0; c < CLASSES; c++) {
        expected[c] = Math.pow(before[from + c], 1 / temperature);
      }
      double sum = Arrays.stream(expected).sum();
      for (int c = 0; c < CLASSES; c++) {
        assertThat((double) after[from + c]).isCloseTo(expected[c] / sum, within(1e-5));
      }
    }
    assertThat(Files.readString(tempered.resolve("report.html")))
        .contains("divides the logits; without it the error is");
  }

  @Test
  void temperatureTravelsInBothFiles() {
    Path run = run(train("--calibrate", "folds"));
    Path onnx = home.resolve("model.onnx");
    Path bundle = home.resolve("bundle");
    Path flat = home.resolve("model.fb");
    for (Object[] to :
        List.of(
            new Object[] {"--out", onnx},
            new Object[] {"--out", flat},
            new Object[] {"--bundle", bundle})) {
      CommandRun.of(home, "export", "--run", run, to[0], to[1]).succeeded();
    }
    assertThat(bundle.resolve("README.md")).content().contains("without it that error was");
    double[] shares =
        List.of(onnx, flat).stream().mapToDouble(file -> likeliest("--model", file)).toArray();
    assertThat(shares[0]).isCloseTo(likeliest("--run", run), within(1e-5));
    assertThat(shares[1]).isCloseTo(shares[0], within(1e-5));
  }

  private double likeliest(String option, Path from) {
    return CommandRun.of(
            home, "predict", option, from, data.resolve("test/Alvero/001.jpg"), "--json")
        .succeeded()
        .json()
        .findValue("probability")
        .asDouble();
  }

  @Test
  void imagesHeldOutAreUsedWithoutAWish() {
    CommandRun trained = train("--validation", 0.4);
    run(trained);
    assertThat(trained.json().path("calibrated").path("by").asText()).isEqualTo("auto");
    CommandRun seed = train("--validation", 0.4, "--recipe", "seed");
    run(seed);
    assertThat(seed.json().path("calibrated").isNull()).isTrue();
    CommandRun solved = train("--validation", 0.4, "--head", "logistic");
    run(solved);
    assertThat(solved.json().path("calibrated").isNull())
        .as("a head that is solved learns from all, unless the data holds some out")
        .isTrue();
  }

  @Test
  void imagesAreUnknownSoThatTheWantedShareOfAnswersIsRight() throws IOException {
    data = DemoData.copyTo(home.resolve("more"), 12, 6);
    CommandRun trained = trainAt(40, 20, "--calibrate", "folds", "--answer-precision", 0.99);
    Path run = run(trained);
    JsonNode unknown = trained.json().path("calibrated").path("unknown");
    double below = unknown.path("below").asDouble();
    assertThat(trained.out() + trained.err()).contains("unknown below a probability of");
    assertThat(below).isStrictlyBetween(0.0, 1.0);
    assertThat(record(run).path("calibrated").path("unknown")).isEqualTo(unknown);

    float[] said = RunFolder.evaluation(run).probabilities().values();
    long answered = 0;
    for (int from = 0; from < said.length; from += CLASSES) {
      double likeliest = Math.max(said[from], Math.max(said[from + 1], said[from + 2]));
      answered += likeliest >= below ? 1 : 0;
    }
    assertThat(unknown.path("answered").asDouble())
        .isCloseTo(answered / (said.length / (double) CLASSES), within(1e-9));

    Path onnx = home.resolve("model.onnx");
    Path bundle = home.resolve("bundle");
    for (Object[] to : List.of(new Object[] {"--out", onnx}, new Object[] {"--bundle", bundle})) {
      CommandRun.of(home, "export", "--run", run, to[0], to[1]).succeeded();
    }
    assertThat(bundle.resolve("README.md")).content().contains("is called unknown whose likeliest");
    assertThat(labels("--model", onnx)).isEqualTo(labels("--run", run)).contains("unknown");
    assertThat(labels("--model", onnx, "--unknown-below", 0)).doesNotContain("unknown");
    assertThat(Files.readString(run.resolve("report.html"))).contains("is called unknown whose");
  }

  /** Of each test image its label; and, as {@code top} bears the same name, its likeliest ones. */
  private List<String> labels(Object... model) {
    List<Object> line = new ArrayList<>(List.of("predict"));
    line.addAll(Arrays.asList(model));
    line.addAll(List.of(data.resolve("test"), "--json"));
    return CommandRun.of(home, line.toArray()).succeeded().json().findValuesAsText("label").stream()
        .toList();
  }

  @Test
  void aWantedPrecisionNeedsImagesThatWereNotLearnedFrom() {
    for (Object[] wrong :
        List.of(
            new Object[] {"--answer-precision", 0.9},
            new Object[] {"--answer-precision", 0.9, "--validation", 0.3, "--recipe", "seed"},
            new Object[] {"--answer-precision", 0.9, "--validation", 0.3, "--head", "logistic"},
            new Object[] {"--answer-precision", 0.9, "--validation", 0.3, "--calibrate", "none"})) {
      CommandRun refused = train(wrong);
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("--answer-precision needs images that the model does not");
    }
    assertThat(train("--answer-precision", 0, "--calibrate", "folds").err())
        .contains("a share of right answers lies above 0");
  }

  @Test
  void otherChoicesAreRefused() {
    CommandRun wrong = train("--calibrate", "always");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--calibrate always: expected auto, folds or none");
    assertThat(home.resolve("runs")).doesNotExist();
  }

  private CommandRun train(Object... more) {
    return trainAt(32, 3, more);
  }

  private CommandRun trainAt(int size, int epochs, Object... more) {
    List<Object> line = new ArrayList<>();
    line.addAll(List.of("train", "--base", "demo_vgg", "--data", data, "--size", size));
    line.addAll(
        List.of("--epochs", epochs, "--allow-leak", "--runs", home.resolve("runs"), "--json"));
    line.addAll(Arrays.asList(more));
    return CommandRun.of(home, line.toArray());
  }

  private static Path run(CommandRun trained) {
    trained.succeeded();
    return Path.of(trained.json().path("run").asText());
  }

  private static JsonNode record(Path run) throws IOException {
    return Json.parse(Files.readString(run.resolve("run.json")), run);
  }
}
