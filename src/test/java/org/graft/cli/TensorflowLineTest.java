package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SavedModel from the command line to an exported classifier, as any other base. */
class TensorflowLineTest {
  private static final Path SAVED = Path.of("src/test/resources/fixtures/tensorflow/keras_export");

  @TempDir Path home;

  private CommandRun run(Object... line) {
    return CommandRun.of(home, line).succeeded();
  }

  @Test
  void importsListsTrainsAndExports() throws IOException {
    CommandRun imported =
        run("import", "--tensorflow", SAVED, "--cut", "mean", "--name", "tiny", "--json");
    assertThat(imported.json().path("base").asText()).isEqualTo("tiny");
    assertThat(imported.json().path("readers").asText()).contains("layers give on noise");
    assertThat(run("layers", "--base", "tiny").out()).contains("depthwise", "relu6");

    Path data = DemoData.copyTo(home.resolve("data"));
    Path runs = home.resolve("runs");
    CommandRun trained =
        run(
            "train",
            "--base",
            "tiny",
            "--data",
            data,
            "--size",
            8,
            "--epochs",
            2,
            "--runs",
            runs,
            "--json",
            "--quiet");
    String name = trained.json().path("run").asText();
    CommandRun exported =
        run(
            "export",
            "--run",
            name,
            "--runs",
            runs,
            "--format",
            "onnx",
            "--out",
            home.resolve("tiny.onnx"),
            "--json",
            "--quiet");
    assertThat(exported.json().path("max_abs_difference").asDouble()).isLessThan(1e-4);
  }
}
