package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits that no service could hold to. */
class ServeOptionsTest {
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "--max-megabytes, 2048, 2047",
    "--max-megabytes, 4096, 2047",
    "--max-megabytes, 99999999999, 2047",
    "--max-megabytes, 0, 2047",
    "--max-megabytes, -1, 2047",
    "--max-megapixels, 601, 600",
    "--max-megapixels, 0, 600",
    "--max-megapixels, many, 600"
  })
  void areRefused(String option, String value, int most) {
    CommandRun run = CommandRun.of(home, "serve", "--model", home.resolve("m.onnx"), option, value);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "graft: " + option + " takes a whole number from 1 to " + most + ", not " + value);
  }
}
