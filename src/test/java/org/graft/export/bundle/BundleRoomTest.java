package org.graft.export.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a bundle may be written, and that nothing is left of one that is not finished. */
class BundleRoomTest {
  @TempDir Path folder;

  @Test
  void aFolderThatIsNewOrEmptyIsTaken() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatCode(() -> Bundle.requireRoom(empty)).doesNotThrowAnyException();
    assertThatCode(() -> Bundle.requireRoom(folder.resolve("new"))).doesNotThrowAnyException();
  }

  @Test
  void aFolderThatHoldsAnythingIsLeftAlone() throws IOException {
    Path own = Files.writeString(folder.resolve("own.txt"), "mine");
    assertThatThrownBy(() -> Bundle.requireRoom(folder))
        .isInstanceOf(InputException.class)
        .hasMessage(folder + " is not empty; a bundle takes a folder that is new or empty");
    assertThat(own).hasContent("mine");
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    assertThatThrownBy(() -> Bundle.requireRoom(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be read as a folder");
  }

  @Test
  void nothingIsLeftWhereTheExportFails() {
    Path target = folder.resolve("bundle");
    assertThatThrownBy(
            () ->
                Bundle.write(
                    target,
                    null,
                    file -> {
                      throw new WorkFailedException("half way");
                    },
                    () -> null))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage("half way");
    assertThat(folder).isEmptyDirectory();
  }
}
