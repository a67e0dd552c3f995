package org.graft.source.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.graft.failure.GraftException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small graphs that grow without bounds are refused in one line before they do. */
class GraphBombsTest {
  /** Ten times what any takes alone: the machine may have other work. */
  private static final Duration SOON = Duration.ofSeconds(15);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(GraphBombs.class)
  void areDefused(GraphBombs bomb) throws IOException {
    Path file = Files.write(folder.resolve("bomb.pb"), bomb.bytes());
    assertThat(assertTimeoutPreemptively(SOON, () -> answer(file)))
        .satisfies(
            answer -> {
              if (bomb.answer() == null) {
                assertThat(answer).isNull();
              } else {
                assertThat(answer).contains(bomb.answer()).hasSizeLessThan(400);
                assertThat(answer.lines()).hasSize(1);
              }
            });
  }

  /** The line that refuses a file; {@code null} if it is translated. */
  private static String answer(Path file) {
    try {
      Translator.read(TensorflowReader.open(file, GraphOptions.NONE), null).model();
      return null;
    } catch (GraftException e) {
      return e.getMessage();
    }
  }
}
