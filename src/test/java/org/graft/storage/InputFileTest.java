package org.graft.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What has no end, or waits for ever to begin, is no input. */
@Timeout(20)
class InputFileTest {
  @TempDir Path folder;

  @Test
  void devicesAndPipesAreRefusedByEveryReader() throws Exception {
    Path pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/zero"));
    for (Path file : List.of(Path.of("/dev/zero"), pipe, link)) {
      for (ThrowingCallable reading :
          List.<ThrowingCallable>of(
              () -> Json.read(file, JsonNode.class),
              () -> Json.lines(file, JsonNode.class),
              () -> Csv.read(file),
              () -> NpzFile.read(file))) {
        assertThatThrownBy(reading)
            .isInstanceOf(InputException.class)
            .hasMessageStartingWith(file + " is no file that stays");
      }
    }
  }

  @Test
  void moreThanIsAllowedIsNotRead() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[11]);
    assertThatThrownBy(() -> InputFile.bytes(file, 10))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(file + ": larger than 10 bytes");
  }
}
