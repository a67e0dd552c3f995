package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.graft.predict.OnnxModel;
import org.graft.storage.Json;
import org.graft.train.BestEpochs;
import org.graft.train.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --split 0}: a model that learns from all images, and says that it was not tested. */
class FinalModelTest {
  @TempDir Path home;

  private Path data;

  @BeforeEach
  void importBase() throws IOException {
    data = DemoData.copyTo(home.resolve("data"));
    assertThat(CommandRun.of(home, "import", "--keras", DemoData.VGG).exitCode()).isZero();
  }

  @Test
  void learnsFromAllAndSaysSoWhereverItGoes() throws IOException {
    CommandRun trained = train("--data", data, "--folds", 3).succeeded();
    assertThat(trained.err()).contains("it learned from all images and was not tested");
    assertThat(trained.err()).contains("not tested; accuracy").doesNotContain("test accuracy");
    assertThat(trained.json().path("test_accuracy").isNull()).isTrue();
    assertThat(trained.json().path("tested").asBoolean()).isFalse();

    Path run = Path.of(trained.json().path("run").asText());
    JsonNode record = Json.parse(Files.readString(run.resolve("run.json")), run);
    assertThat(record.path("train_images").asInt()).isEqualTo(27);
    assertThat(record.path("test_images").asInt()).isZero();
    assertThat(record.has("test_accuracy")).isFalse();
    assertThat(record.path("cross_validation").path("mean").isNumber()).isTrue();
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("learned from all 27 images and was not tested")
        .contains("Cross-validated before")
        .doesNotContain("Test accuracy");
    CommandRun.of(home, "runs", "--runs", home.resolve("runs"), "--json").succeeded();

    Path bundle = home.resolve("bundle");
    CommandRun exported =
        CommandRun.of(home, "export", "--run", run, "--bundle", bundle, "--json").succeeded();
    assertThat(exported.err()).contains("was not tested");
    assertThat(exported.json().path("test_accuracy").isNull()).isTrue();
    assertThat(Files.readString(bundle.resolve("README.md")))
        .contains("It learned from all images below and was not tested")
        .contains("This is a final model")
        .doesNotContain("Accuracy of this file on the test images");
    try (OnnxModel model = OnnxModel.open(bundle.resolve("model.onnx"))) {
      assertThat(model.card().testAccuracy()).isEmpty();
      assertThat(model.card().toMetadata().get("graft.tested")).startsWith("no: ");
      assertThat(model.card().toMetadata()).doesNotContainKey("graft.test_accuracy");
    }

    CommandRun refused =
        CommandRun.of(
            home,
            "export",
            "--run",
            run,
            "--out",
            home.resolve("x.onnx"),
            "--assert-accuracy-at-least",
            0.5);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("was not tested: there is no accuracy that");
    assertThat(home.resolve("x.onnx")).doesNotExist();

    CommandRun evaluated =
        CommandRun.of(home, "evaluate", "--run", run, "--data", data, "--json").succeeded();
    assertThat(evaluated.json().path("images").asInt()).isEqualTo(9);
  }

  /** As long as was best for a run that was tested: that of {@code --like}, or the newest alike. */
  @Test
  void learnsAsLongAsWasBestInARunThatWasTested() throws IOException {
    Object[] tested =
        CommandRun.training(home, data, "--epochs", 6, "--early-stopping", 2, "--validation", 0.3);
    CommandRun proof = CommandRun.of(home, tested).succeeded();
    Path proved = Path.of(proof.json().path("run").asText());
    int best = BestEpochs.of(proved).byPhase().get("head");

    CommandRun like =
        CommandRun.of(
                home,
                "train",
                "--like",
                proved,
                "--split",
                0,
                "--runs",
                home.resolve("runs"),
                "--json")
            .succeeded();
    assertThat(like.err())
        .contains("epochs: " + best + " (head), the best of run " + proved.getFileName());
    Path run = Path.of(like.json().path("run").asText());
    assertThat(RunFolder.metrics(run)).hasSize(best);
    assertThat(RunFolder.record(run).trainImages()).isEqualTo(27);
    assertThat(RunFolder.command(run)).contains("--epochs " + best, "--epochs-of " + proved);

    Object[] alike = CommandRun.training(home, data, "--split", 0);
    CommandRun newest = CommandRun.of(home, alike).succeeded();
    assertThat(newest.err()).contains("the best of run " + proved.getFileName());
    assertThat(RunFolder.metrics(Path.of(newest.json().path("run").asText()))).hasSize(best);

    CommandRun.of(home, Stream.concat(Stream.of(alike), Stream.of("--epochs-of", run)).toArray())
        .refused("that run was not tested itself; name one that was");
  }

  /** The images of a folder of classes that has no test part are all learned from, too. */
  @Test
  void aFolderOfClassesIsLearnedWhole() throws IOException {
    CommandRun trained = train("--data", data.resolve("train")).succeeded();
    Path run = Path.of(trained.json().path("run").asText());
    assertThat(
            Json.parse(Files.readString(run.resolve("run.json")), run).path("train_images").asInt())
        .isEqualTo(18);
    JsonNode audit =
        CommandRun.of(home, "audit", "--data", data.resolve("train"), "--split", 0, "--json")
            .json();
    assertThat(audit.path("refusal").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --base demo_vgg --early-stopping 3 | --split 0 learns from all images and holds none out",
        "train --base demo_vgg --validation 0.2 | --split 0 learns from all images and holds none out",
        "compare --bases demo_vgg | a comparison needs images to test with",
        "doctor --base demo_vgg | a diagnosis needs images to test with",
      })
  void whatNeedsImagesToTestWithIsRefused(String line, String problem) {
    Object[] given = {"--data", data, "--size", 32, "--split", 0, "--runs", home.resolve("runs")};
    CommandRun.of(home, Stream.concat(Stream.of(line.split(" ")), Stream.of(given)).toArray())
        .refused(problem);
    assertThat(home.resolve("runs")).doesNotExist();
  }

  private CommandRun train(Object... more) {
    Object[] line = {
      "train",
      "--base",
      "demo_vgg",
      "--size",
      32,
      "--epochs",
      2,
      "--split",
      0,
      "--runs",
      home.resolve("runs"),
      "--json"
    };
    return CommandRun.of(home, Stream.concat(Stream.of(line), Stream.of(more)).toArray());
  }
}
