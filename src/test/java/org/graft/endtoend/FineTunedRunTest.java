package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.storage.Json;
import org.graft.train.RunFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other heads, other optimisers and the second phase, by the commands that a user types. */
class FineTunedRunTest {
  /** By one engine, since what two give differs in the last bits. */
  private static final String TRAIN =
      "train --base demo_inception --data DATA --size 64 --epochs 2 --runs HOME/runs --json --quiet "
          + "--engine samediff ";

  @TempDir static Path home;

  private static Path frozen;
  private static Path tuned;

  @BeforeAll
  static void train() throws IOException {
    DemoData.copyTo(home.resolve("data"));
    json("import --keras data/networks/demo_inception.h5 --json --quiet");
    frozen = run(TRAIN);
    tuned = run(TRAIN + "--fine-tune-from 54 --fine-tune-epochs 2");
  }

  @Test
  void onlyWhatLiesBehindTheBoundaryChanges() {
    Model before = RunFolder.trained(frozen);
    Model after = RunFolder.trained(tuned);
    assertThat(after.plan()).isEqualTo(before.plan());
    int boundary = before.plan().indexOf("mixed1");
    before
        .weights()
        .byLayer()
        .forEach(
            (layer, arrays) -> {
              Map<String, Tensor> now = after.weights().of(layer);
              boolean norm = layer.startsWith("batch") || layer.equals("head_standardize");
              if (norm || before.plan().indexOf(layer) <= boundary) {
                assertThat(now).as(layer).isEqualTo(arrays);
              } else {
                assertThat(now).as(layer).isNotEqualTo(arrays);
              }
            });
  }

  @Test
  void theRecordTellsBothPhasesAndTheMetricsFollowThem() throws IOException {
    JsonNode record = Json.read(tuned.resolve("run.json"), JsonNode.class);
    JsonNode phase = record.path("fine_tune").path("phase");
    assertThat(record.path("fine_tune").path("from").asText()).isEqualTo("conv2d_19");
    assertThat(phase.path("optimizer").path("kind").asText()).isEqualTo("Sgd");
    assertThat(phase.path("schedule").path("learningRate").asDouble()).isEqualTo(1e-4);
    assertThat(Files.readAllLines(tuned.resolve("metrics.jsonl")))
        .hasSize(4)
        .satisfies(lines -> assertThat(lines.get(1)).contains("\"head\""))
        .satisfies(lines -> assertThat(lines.get(2)).contains("\"fine-tune\""));
    assertThat(Json.read(frozen.resolve("run.json"), JsonNode.class).has("fine_tune")).isFalse();
    assertThat(record.path("engine").asText()).isEqualTo("samediff");
  }

  /** Heat maps need the base; with all features kept it is not loaded until they are asked for. */
  @Test
  void theReportDrawsHeatMapsWhereTheBaseRanOrOnRequest() throws IOException {
    String drawn = "Grad-CAM (Selvaraju";
    assertThat(Files.readString(frozen.resolve("report.html"))).contains(drawn);
    Path warm = run(TRAIN);
    Path page = warm.resolve("report.html");
    assertThat(Files.readString(page))
        .doesNotContain(drawn)
        .contains("graft report " + warm.getFileName() + " draws it");
    json("report " + warm + " --json --quiet");
    assertThat(Files.readString(page)).contains(drawn);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--fine-tune-from 54 --fine-tune-epochs 1 --fine-tune-learning-rate 1e-3",
        "--head logistic --class-weights auto",
        "--head logistic --fine-tune-from mixed2 --fine-tune-epochs 1",
        "--optimizer adamw --units 32 --dropout 0.2 --label-smoothing 0 --initializer he-normal",
        "--optimizer sgd --weight-decay 0.001 --early-stopping 1 --validation 0.25",
      })
  void everyKindOfRunDeploys(String options) {
    Path run = run(TRAIN + options);
    double accuracy =
        json("evaluate --run " + run + " --data DATA --json --quiet")
            .path("test_accuracy")
            .asDouble();
    assertThat(Json.read(run.resolve("run.json"), JsonNode.class).path("test_accuracy").asDouble())
        .isCloseTo(accuracy, within(1e-9));
    JsonNode exported = json("export --run " + run + " --out HOME/model.onnx --json --quiet");
    assertThat(exported.path("top1_agreement").asDouble()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--fine-tune-from mixed9 | demo_inception has no layer or block 'mixed9'",
        "--fine-tune-from 999 | of 123 layers 999 cannot stay frozen",
        "--fine-tune-epochs 3 | nothing is fine-tuned without --fine-tune-from",
        "--head tree | there is no head 'tree'; there are dense, average-max, attention, logistic",
        "--head logistic --units 5 | --head logistic has one solution and no hidden layer",
        "--optimizer lion | there is no optimizer 'lion': expected rmsprop, sgd, adam or adamw",
        "--class-weights 3 | there are no class weights '3': expected none or auto",
        "--initializer zeros | there is no initializer 'zeros': expected glorot-uniform",
        "--dropout 1 | --dropout takes a number from 0 to below 1, such as 0.1, not 1",
        "--weight-decay -1 | --weight-decay takes a number of 0 or above, such as 0.01, not -1",
      })
  void wrongOptionsAreRefusedInOneLine(String options, String message) {
    CommandRun answer = graft(TRAIN + options);
    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(2);
    assertThat(answer.err()).contains("graft: " + message);
  }

  private static Path run(String line) {
    return Path.of(json(line).path("run").asText());
  }

  private static JsonNode json(String line) {
    return graft(line).succeeded().json();
  }

  private static CommandRun graft(String line) {
    String filled =
        line.replace("DATA", home.resolve("data").toString()).replace("HOME", home.toString());
    return CommandRun.of(home, (Object[]) filled.strip().split(" +"));
  }
}
