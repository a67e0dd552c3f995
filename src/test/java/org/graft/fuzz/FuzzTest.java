package org.graft.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.fixture.OtherProcess;
import org.graft.storage.AtomicFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Damaged files of every kind that Graft reads, in a Java machine of 512 MiB: each is refused in
 * one line, or gives what was there before; none hangs, fills the memory or ends otherwise. {@code
 * -Dgraft.fuzz.seconds=N} says how long (20), {@code -Dgraft.seed=S} repeats a campaign. Files that
 * were neither are kept in {@code target/fuzz}.
 */
@Tag("fuzz")
@Tag("campaign")
class FuzzTest {
  private static final int SECONDS = Integer.getInteger("graft.fuzz.seconds", 20);
  private static final long SEED = Long.getLong("graft.seed", System.nanoTime());
  private static final Path FOLDER = Path.of("target/fuzz");

  @Test
  void damagedFilesAreReadAsTheyWereOrRefused() throws IOException, InterruptedException {
    AtomicFile.deleteTree(FOLDER);
    System.out.println("damaged files for " + SECONDS + " s, seed " + SEED);
    List<String> command = OtherProcess.command(Fuzzing.class, FOLDER, SECONDS, SEED);
    command.add(1, "-Xmx512m");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(line);
        said.add(line);
      }
    }
    assertThat(process.waitFor()).as(String.join("\n", said)).isZero();
    assertThat(said).filteredOn(line -> line.contains(" inputs, ")).hasSizeGreaterThan(30);
  }
}
