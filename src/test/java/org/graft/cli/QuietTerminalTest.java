package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graft.fixture.OtherProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What libraries say of themselves does not reach the terminal, in a process of its own. */
class QuietTerminalTest {
  private static final Path GRAPH = Path.of("src/test/resources/fixtures/tensorflow/frozen_v2.pb");

  @TempDir Path folder;

  @Test
  void importSaysNothingButItsOwnLines() throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command =
        OtherProcess.command(
            Main.class, "import", "--tensorflow", GRAPH, "--verify", "nd4j", "--name", "tiny");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("GRAFT_HOME", folder.resolve("home").toString());
    assertThat(builder.start().waitFor()).as(read(err)).isZero();
    String all = read(out) + read(err);
    assertThat(all.lines().filter(line -> !line.startsWith("SLF4J")))
        .isNotEmpty()
        .allMatch(line -> line.matches("(imported tiny:|  |next: ).*"));
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
