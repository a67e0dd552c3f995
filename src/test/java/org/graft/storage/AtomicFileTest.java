package org.graft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.graft.failure.WorkFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void writesAFileInFoldersThatItMakes() throws IOException {
    Path target = folder.resolve("a/b/new.txt");
    AtomicFile.write(target, path -> Files.writeString(path, "whole"));
    assertThat(target).hasContent("whole");
    assertThat(names(target.getParent())).containsExactly("new.txt");
  }

  @Test
  void replacesAFile() throws IOException {
    Path target = Files.writeString(folder.resolve("file.txt"), "old and longer");
    AtomicFile.write(target, path -> Files.writeString(path, "new"));
    assertThat(target).hasContent("new");
    assertThat(names(folder)).containsExactly("file.txt");
  }

  @Test
  void theOldFileStandsUntilTheNewOneIsWhole() throws IOException {
    Path target = Files.writeString(folder.resolve("file.txt"), "old");
    AtomicFile.write(
        target,
        path -> {
          Files.writeString(path, "new");
          assertThat(target).hasContent("old");
        });
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path target = Files.writeString(folder.resolve("file.txt"), "old");
    assertThatThrownBy(() -> AtomicFile.write(target, AtomicFileTest::failWithHalf))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage("cannot write " + target + ": IO disk full");
    assertThat(target).hasContent("old");
    assertThat(names(folder)).containsExactly("file.txt");
  }

  @Test
  void anInterruptedWriteOfANewFileLeavesNothing() throws IOException {
    Path target = folder.resolve("file.txt");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    path -> {
                      Files.writeString(path, "half");
                      throw new IllegalStateException("stopped");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stopped");
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void replacesAFolderWithAllThatWasInIt() throws IOException {
    Path target = folder.resolve("base");
    AtomicFile.writeFolder(target, path -> Files.writeString(path.resolve("old"), "1"));
    AtomicFile.writeFolder(
        target,
        path -> {
          Files.createDirectories(path.resolve("deep"));
          Files.writeString(path.resolve("deep/new"), "2");
        });
    assertThat(names(target)).containsExactly("deep");
    assertThat(target.resolve("deep/new")).hasContent("2");
    assertThat(names(folder)).containsExactly("base");
  }

  @Test
  void aFailedFolderLeavesTheOldOneAndNothingElse() throws IOException {
    Path target = folder.resolve("base");
    AtomicFile.writeFolder(target, path -> Files.writeString(path.resolve("old"), "1"));
    assertThatThrownBy(
            () -> AtomicFile.writeFolder(target, path -> failWithHalf(path.resolve("new"))))
        .isInstanceOf(WorkFailedException.class);
    assertThat(names(target)).containsExactly("old");
    assertThat(names(folder)).containsExactly("base");
  }

  @Test
  void aTreeIsDeletedWithoutFollowingItsLinks() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "1");
    Path tree = Files.createDirectories(folder.resolve("tree/deep")).getParent();
    Files.createSymbolicLink(tree.resolve("deep/link"), outside);
    AtomicFile.deleteTree(tree);
    assertThat(tree).doesNotExist();
    assertThat(outside.resolve("kept")).exists();
  }

  @Test
  void deletingNothingIsNoMatter() {
    AtomicFile.deleteTree(null);
    AtomicFile.deleteTree(folder.resolve("none"));
    assertThat(folder).isEmptyDirectory();
  }

  private static void failWithHalf(Path path) throws IOException {
    Files.writeString(path, "half");
    throw new IOException("disk full");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }
}
