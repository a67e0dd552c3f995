package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes that are killed, or told to stop, in the middle of a training. */
@Tag("fuzz")
class KilledRunTest {
  private static final long MOST_SECONDS = 600;

  /** Who starts in the background of a shell inherits that interrupts are ignored. */
  private static final List<String> HEEDING_INTERRUPTS = List.of("env", "--default-signal=INT");

  @TempDir static Path home;

  private static Path expected;

  @BeforeAll
  static void trainUndisturbed() throws Exception {
    CommandRun.of(home, "import", "--keras", "data/networks/demo_vgg.h5").succeeded();
    Process process = start("whole");
    assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    expected = only(home.resolve("whole")).resolve("model/weights.npz");
  }

  /** Killed once so many lines of progress are out: in either pass over the images and phase. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 6, 9, 11, 12})
  void aKilledRunEndsWithTheSameBits(int lines) throws Exception {
    String runs = "killed-" + lines;
    Process process = start(runs);
    awaitLines(process, home.resolve(runs + ".err"), lines);
    process.destroyForcibly().waitFor();
    Path left = only(home.resolve(runs));
    if (Files.notExists(left.resolve("run.json"))) {
      CommandRun.of(home, "train", "--resume", left).succeeded();
    }
    assertThat(Files.mismatch(left.resolve("model/weights.npz"), expected)).isEqualTo(-1);
  }

  @Test
  void aRunToldToStopSaysHowItGoesOn() throws Exception {
    Process process = start("stopped");
    awaitLines(process, home.resolve("stopped.err"), 4);
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    Path left = only(home.resolve("stopped"));
    assertThat(Files.readString(home.resolve("stopped.err")))
        .contains("stopped: graft train --resume " + left + " goes on");
    CommandRun.of(home, "train", "--resume", left).succeeded();
    assertThat(Files.mismatch(left.resolve("model/weights.npz"), expected)).isEqualTo(-1);
  }

  private static Process start(String runs) throws IOException {
    List<String> command = new ArrayList<>(HEEDING_INTERRUPTS);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add(
        "-Dorg.bytedeco.javacpp.platform.extension="
            + System.getProperty("org.bytedeco.javacpp.platform.extension"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.graft.cli.Main"));
    command.addAll(List.of("train", "--base", "demo_vgg", "--data", "data/logos", "--size", "32"));
    command.addAll(List.of("--epochs", "40", "--fine-tune-from", "block3_conv1"));
    command.addAll(List.of("--fine-tune-epochs", "6", "--validation", "0.2"));
    command.addAll(List.of("--runs", home.resolve(runs).toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("GRAFT_HOME", home.toString());
    builder.redirectError(home.resolve(runs + ".err").toFile());
    builder.redirectOutput(home.resolve(runs + ".out").toFile());
    return builder.start();
  }

  private static void awaitLines(Process process, Path file, int lines) throws Exception {
    while (process.isAlive() && Files.readAllLines(file).size() < lines) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static Path only(Path runs) throws IOException {
    try (Stream<Path> all = Files.list(runs)) {
      return all.filter(run -> !run.getFileName().toString().startsWith("."))
          .findFirst()
          .orElseThrow();
    }
  }
}
