package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.graft.base.Shelf;
import org.graft.plan.Model;
import org.graft.plan.ModelFolder;
import org.graft.plan.Tensor;
import org.graft.train.RunFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vision transformer of Keras layers as a base: imported, given a head, fine-tuned, exported. */
class TransformerRunTest {
  private static final String FROM = "multi_head_attention_1";

  @TempDir static Path home;

  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    DemoData.copyTo(home.resolve("data"));
    command("import --keras src/test/resources/fixtures/formats/transformer.keras --name vit");
    run =
        Path.of(
            command(
                    "train --base vit --data DATA --size 16 --epochs 2 --fine-tune-from "
                        + FROM
                        + " --fine-tune-epochs 1 --fine-tune-learning-rate 0.01 --runs HOME/runs")
                .json()
                .path("run")
                .asText());
  }

  @Test
  void theLastBlockIsTrainedAndNothingBeforeIt() {
    Model base = ModelFolder.read(new Shelf(home).folder("vit"));
    Model tuned = RunFolder.trained(run);
    int boundary = tuned.plan().indexOf(FROM);
    int trained = 0;
    for (Map.Entry<String, Map<String, Tensor>> layer : tuned.weights().byLayer().entrySet()) {
      boolean known = base.plan().find(layer.getKey()).isPresent();
      Map<String, Tensor> before = known ? base.weights().of(layer.getKey()) : Map.of();
      if (tuned.plan().indexOf(layer.getKey()) < boundary) {
        assertThat(layer.getValue()).as(layer.getKey()).isEqualTo(before);
      } else if (known) {
        assertThat(layer.getValue()).as(layer.getKey()).isNotEqualTo(before);
        trained++;
      }
    }
    assertThat(trained).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "flatbuffers"})
  void theExportedFileNamesWhatTheRunNames(String format) {
    command(
        "export --run "
            + run
            + " --assert-agreement-at-least 1 --out HOME/vit.FORMAT --format FORMAT"
                .replace("FORMAT", format));
    assertThat(home.resolve("vit." + format)).exists();
  }

  private static CommandRun command(String line) {
    String whole = line.replace("DATA", home + "/data").replace("HOME", home.toString());
    CommandRun done = CommandRun.of(home, (Object[]) (whole + " --json --quiet").split(" "));
    assertThat(done.exitCode()).as(done.err()).isZero();
    return done;
  }
}
