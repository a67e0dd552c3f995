package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.graft.failure.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places that nothing can be written to are refused before the work, and tried without a trace. */
class DestinationTest {
  @TempDir Path folder;

  @Test
  void whatCanBeWrittenIsTriedWithoutATrace() {
    Path file = folder.resolve("a/b/" + "n".repeat(240));
    assertThat(Destination.file("--out", file)).isEqualTo(file);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {251, 256, 1000})
  void aNameThatNoDiskTakesIsRefused(int length) {
    assertRefused(folder.resolve("n".repeat(length)), "File name too long; give --out another");
    assertRefused(folder.resolve("n".repeat(256)).resolve("file"), "File name too long");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void devicesPipesAndFoldersAreRefusedAndStay() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
    assertRefused(Path.of("/dev/null"), "no regular file");
    assertRefused(pipe, "no regular file");
    assertRefused(link, "no regular file");
    assertRefused(folder, "is a folder");
    assertThat(pipe).exists();
    assertThat(Files.isSymbolicLink(link)).isTrue();
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> Destination.file("--out", file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(reason);
  }
}
