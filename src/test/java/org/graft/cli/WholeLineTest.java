package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command in the order of the job, on demo data, with the fields that scripts rely on. */
class WholeLineTest {
  @TempDir Path home;

  private Path data;

  @BeforeEach
  void importBase() throws IOException {
    data = DemoData.copyTo(home.resolve("data"));
    CommandRun run = graft("import", "--keras", DemoData.VGG, "--json").succeeded();
    assertThat(fields(run.json())).contains("base", "layers", "parameters", "sha256");
    assertThat(run.json().path("base").asText()).isEqualTo("demo_vgg");
    assertThat(run.json().path("parameters").asLong()).isEqualTo(281_952);
    assertThat(run.json().path("sha256").asText()).matches("[0-9a-f]{64}");
  }

  @Test
  void trainingTestingExportingAndPredictingAgree() throws IOException {
    CommandRun trained = train("--seed", 1);
    assertThat(fields(trained.json()))
        .contains("run", "test_accuracy", "base_rate", "seconds", "images");
    assertThat(trained.json().path("images").asInt()).isEqualTo(27);
    assertThat(trained.json().path("base_rate").asDouble()).isEqualTo(1 / 3.0);
    Path run = Path.of(trained.json().path("run").asText());
    assertThat(run.resolve("run.json")).exists();
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(4);
    assertThat(Files.readAllLines(run.resolve("confusion.csv"))).hasSize(4);

    JsonNode evaluated = graft("evaluate", "--run", run, "--data", data, "--json").json();
    assertThat(evaluated.path("test_accuracy")).isEqualTo(trained.json().path("test_accuracy"));

    Path onnx = home.resolve("model.onnx");
    CommandRun exported =
        graft("export", "--run", run, "--format", "onnx", "--out", onnx, "--json");
    assertThat(fields(exported.json())).contains("file", "max_abs_difference", "top1_agreement");
    assertThat(exported.json().path("top1_agreement").asDouble()).isEqualTo(1);
    Path flat = home.resolve("model.fb");
    assertThat(
            graft("export", "--run", run, "--format", "flatbuffers", "--out", flat, "--json")
                .json()
                .path("max_abs_difference")
                .asDouble())
        .isZero();

    Path image = data.resolve("test/Alvero/001.jpg");
    JsonNode byFile = graft("predict", "--model", onnx, image, "--json").json();
    JsonNode byRun = graft("predict", "--run", run, image, "--json").json();
    for (int i = 0; i < 3; i++) {
      JsonNode first = byFile.path("images").path(0).path("top").path(i);
      JsonNode second = byRun.path("images").path(0).path("top").path(i);
      assertThat(fields(first)).containsExactly("label", "probability");
      assertThat(first.path("label")).isEqualTo(second.path("label"));
      assertThat(
              Math.abs(
                  first.path("probability").asDouble() - second.path("probability").asDouble()))
          .isLessThan(1e-5);
    }
  }

  @Test
  void aSeedDecidesTheResultToTheBit() throws IOException {
    Path first = Path.of(train("--seed", 7).json().path("run").asText());
    Path second = Path.of(train("--seed", 7).json().path("run").asText());
    Path other = Path.of(train("--seed", 8).json().path("run").asText());
    for (String file : List.of("predictions.csv", "metrics.jsonl", "model/weights.npz")) {
      assertThat(first.resolve(file)).hasSameBinaryContentAs(second.resolve(file));
      assertThat(Files.mismatch(first.resolve(file), other.resolve(file))).isNotNegative();
    }
  }

  @Test
  void compareGivesARowForEachBase() {
    graft("import", "--keras", DemoData.VGG, "--name", "again");
    JsonNode rows =
        graft(
                "compare",
                "--bases",
                "demo_vgg,again",
                "--data",
                data,
                "--size",
                32,
                "--epochs",
                2,
                "--runs",
                home.resolve("runs"),
                "--json")
            .json()
            .path("rows");
    assertThat(rows).hasSize(2);
    assertThat(fields(rows.path(0))).contains("base", "test_accuracy", "ci95", "verdict", "cause");
    assertThat(rows.path(0).path("test_accuracy")).isEqualTo(rows.path(1).path("test_accuracy"));
    assertThat(rows.path(1).path("base").asText()).isEqualTo("again");
  }

  @Test
  void jsonIsAllOfStandardOutputAndProgressIsNot() {
    CommandRun loud = train("--seed", 1);
    assertThat(loud.out().lines()).hasSize(1);
    assertThat(loud.err()).contains("epoch 4 of 4", "test accuracy");
    assertThat(graft("bases", "--json").out())
        .contains("{\"base\":\"demo_vgg\",\"layers\":11,\"parameters\":281952,\"sha256\":");
    CommandRun plain = graft("bases");
    assertThat(plain.out()).contains("demo_vgg", "281,952").doesNotContain("{");
    assertThat(graft("layers", "--base", "demo_vgg", "--size", 64).out())
        .contains("block4_pool", "4x4x", "11 layers", "0 parameters trainable, 281,952 frozen");
  }

  @Test
  void layersShowsWhatABoundaryLeavesToTrain() {
    JsonNode layers =
        graft("layers", "--base", "demo_vgg", "--fine-tune-from", "block4", "--json").json();
    assertThat(fields(layers))
        .contains("base", "size", "layers", "parameters", "trainable_parameters", "rows");
    long trainable = 0;
    for (JsonNode row : layers.path("rows")) {
      boolean behind = row.path("block").asText().equals("block4");
      assertThat(row.path("trainable").asBoolean()).as(row.toString()).isEqualTo(behind);
      trainable += behind ? row.path("parameters").asLong() : 0;
    }
    assertThat(layers.path("trainable_parameters").asLong()).isEqualTo(trainable).isPositive();
    assertThat(layers.path("frozen_parameters").asLong()).isEqualTo(281_952 - trainable);
    assertThat(graft("layers", "--base", "demo_vgg", "--fine-tune-from", 9).out())
        .contains("trainable");
  }

  @Test
  void unreadableImagesAreNamedSkippedAndCounted() throws IOException {
    Path broken = Files.writeString(data.resolve("train/Alvero/zz.jpg"), "no picture");
    CommandRun run = train("--seed", 1);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("warning: skipped: " + broken);
    assertThat(run.json().path("skipped").asInt()).isEqualTo(1);
    assertThat(run.json().path("images").asInt()).isEqualTo(27);
  }

  private CommandRun train(Object... more) {
    List<Object> line = new ArrayList<>(List.of("train", "--base", "demo_vgg", "--json"));
    line.addAll(List.of("--data", data, "--size", 32, "--epochs", 4));
    line.addAll(List.of("--runs", home.resolve("runs")));
    line.addAll(List.of(more));
    return CommandRun.of(home, line.toArray()).succeeded();
  }

  private CommandRun graft(Object... arguments) {
    return CommandRun.of(home, arguments);
  }

  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
