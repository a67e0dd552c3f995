package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft.base.BaseStore;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.graft.fixture.Formula;
import org.graft.fixture.LayerGoldens;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Model;
import org.graft.plan.ModelFolder;
import org.graft.plan.MultiHeadAttention;
import org.graft.plan.Tensor;
import org.graft.train.RunFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A vision transformer of Keras layers as a base, in two of the formats in which it is saved:
 * imported, given a head, its last block fine-tuned, exported.
 */
class TransformerRunTest {
  private static final String FORMATS = "src/test/resources/fixtures/formats/transformer.";

  @TempDir static Path home;

  private static final Map<String, String> RUNS = new HashMap<>();

  @BeforeAll
  static void train() throws IOException {
    DemoData.copyTo(home.resolve("data"));
    command("import --keras " + FORMATS + "keras --name file");
    command("import --tensorflow " + FORMATS + "export --name graph");
    for (String base : List.of("file", "graph")) {
      String line =
          "train --base BASE --data DATA --size 16 --epochs 2 --fine-tune-from FROM"
              + " --fine-tune-epochs 1 --fine-tune-learning-rate 0.01 --runs HOME/runs";
      String whole = line.replace("BASE", base).replace("FROM", lastBlock(base(base)));
      RUNS.put(base, command(whole).json().path("run").asText());
    }
  }

  private static Model base(String name) {
    return ModelFolder.read(new BaseStore(home).folder(name));
  }

  /** The layer that the last block begins with. */
  private static String lastBlock(Model base) {
    return base.plan().layers().stream()
        .filter(MultiHeadAttention.class::isInstance)
        .reduce((first, last) -> last)
        .orElseThrow()
        .name();
  }

  @Test
  void bothAreTheSameNetwork() {
    assertThat(lastBlock(base("file"))).isNotEqualTo(lastBlock(base("graph")));
    assertThat(base("graph").weights().count()).isEqualTo(base("file").weights().count());
    Tensor images = Formula.image(16, 1);
    assertThat(LayerGoldens.difference(output("graph", images), output("file", images)))
        .isLessThan(1e-5);
  }

  private static Tensor output(String base, Tensor images) {
    SameDiffNetwork network = Emitter.inference(base(base));
    return network.compute(Map.of(network.input(), images));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "graph"})
  void theLastBlockIsTrainedAndNothingBeforeIt(String name) {
    Model base = base(name);
    Model tuned = RunFolder.trained(Path.of(RUNS.get(name)));
    int boundary = tuned.plan().indexOf(lastBlock(base));
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
  @CsvSource({"file, onnx", "file, flatbuffers", "graph, onnx", "graph, flatbuffers"})
  void theExportedFileNamesWhatTheRunNames(String base, String format) {
    String line = "export --run RUN --assert-agreement-at-least 1 --out HOME/FILE --format ";
    String file = base + "." + format;
    command(line.replace("RUN", RUNS.get(base)).replace("FILE", file) + format);
    assertThat(home.resolve(file)).exists();
  }

  private static CommandRun command(String line) {
    String whole = line.replace("DATA", home + "/data").replace("HOME", home.toString());
    return CommandRun.of(home, (Object[]) (whole + " --json --quiet").split(" ")).succeeded();
  }
}
