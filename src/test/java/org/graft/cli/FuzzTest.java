package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files without number, in a Java machine of 512 MiB: none brings it down, keeps it for
 * ever, fills its memory or leaves anything on the shelf. {@code GRAFT_FUZZ_SECONDS} (120) says how
 * long, {@code GRAFT_FUZZ_SEED} (1) with which.
 */
@Tag("fuzz")
class FuzzTest {
  @TempDir Path folder;

  @Test
  void damagedFilesAreImportedOrRefused() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FuzzedImports.class.getName(),
                folder.toString(),
                setting("GRAFT_FUZZ_SECONDS", "120"),
                setting("GRAFT_FUZZ_SEED", "1"))
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains(" refused, ");
    System.out.println(said);
  }

  private static String setting(String name, String byDefault) {
    return Optional.ofNullable(System.getenv(name)).orElse(byDefault);
  }
}
