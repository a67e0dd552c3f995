package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.graft.fixture.RealPython;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A frozen graph as of 2015 as a base: imported, given a head, exported to ONNX. */
class GraphOf2015RunTest {
  @TempDir Path home;

  @BeforeEach
  void copyData() throws IOException {
    DemoData.copyTo(home.resolve("data"));
  }

  @Test
  void aSmallOneGetsAHead() {
    headOn(Path.of("src/test/resources/fixtures/tensorflow_2015/frozen.pb"), "--input Mul", 35);
  }

  @ParameterizedTest
  @Tag("catalogue")
  @CsvSource({"inception_v3, --input Mul, 299", "vgg16, --set keep_prob=1, 224"})
  void wholeOnesGetAHead(String network, String how, int side) {
    RealPython.run("fixtures/networks_2015.py", network, home);
    headOn(home.resolve("frozen.pb"), how, side);
  }

  private void headOn(Path graph, String how, int side) {
    command("import --tensorflow " + graph + " --name old " + how);
    String run =
        command("train --base old --data DATA --epochs 2 --runs HOME/runs --size " + side)
            .json()
            .path("run")
            .asText();
    command("export --run " + run + " --assert-agreement-at-least 1 --out HOME/old.onnx");
    assertThat(home.resolve("old.onnx")).isNotEmptyFile();
  }

  private CommandRun command(String line) {
    String whole = line.replace("DATA", home + "/data").replace("HOME", home.toString());
    return CommandRun.of(home, (Object[]) (whole + " --json --quiet").split(" ")).succeeded();
  }
}
