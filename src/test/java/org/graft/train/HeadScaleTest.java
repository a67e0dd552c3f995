package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.fixture.OtherProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Heads on more features than one array holds, in a bounded heap. {@code -Dgraft.scale.rows=N}
 * makes it less; 8 kB of disk a row.
 */
@Tag("scale")
class HeadScaleTest {
  private static final int WIDTH = 2048;

  @TempDir private Path folder;

  @Test
  void aHeadOnMoreThanAnArrayHoldsTakesTwoGigabytes() throws IOException, InterruptedException {
    int rows = Integer.getInteger("graft.scale.rows", 1_100_000);
    List<String> command =
        new ArrayList<>(OtherProcess.command(HeadScale.class, rows, WIDTH, folder, "dense", 256));
    command.add(1, "-Xmx1g");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    assertThat(figure(told, "resident")).as(told).isLessThan(2);
    assertThat(figure(told, "accuracy")).as(told).isGreaterThan(0.5);
  }

  private static double figure(String told, String name) {
    return told.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .reduce((first, last) -> last)
        .orElseThrow();
  }
}
