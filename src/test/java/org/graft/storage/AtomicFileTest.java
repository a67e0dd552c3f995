package org.graft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.failure.InputException;
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
  void aFolderTakesAnEmptyPlaceAndNoOther() throws IOException {
    Path target = Files.createDirectory(folder.resolve("base"));
    AtomicFile.writeFolder(target, path -> fill(path, "1"));
    assertThat(target.resolve("deep/file")).hasContent("1");
    assertThatThrownBy(() -> AtomicFile.writeFolder(target, path -> fill(path, "2")))
        .isInstanceOf(InputException.class)
        .hasMessage(target + " is there already, and not an empty folder");
    assertThat(target.resolve("deep/file")).hasContent("1");
    assertThat(names(folder)).containsExactly("base");
  }

  @Test
  void aFailedFolderLeavesNothing() throws IOException {
    Path target = folder.resolve("base");
    assertThatThrownBy(
            () -> AtomicFile.writeFolder(target, path -> failWithHalf(path.resolve("new"))))
        .isInstanceOf(WorkFailedException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void newFoldersGetNamesThatNobodyHas() throws IOException {
    Files.writeString(folder.resolve("run"), "a file of that name");
    Files.createDirectory(folder.resolve("run-2"));
    List<Path> made =
        Stream.generate(() -> AtomicFile.newFolder(folder, "run", AtomicFileTest::nameInside))
            .limit(2)
            .toList();
    assertThat(made).containsExactly(folder.resolve("run-3"), folder.resolve("run-4"));
    assertThat(made.get(1).resolve("id")).hasContent("run-4");
  }

  @Test
  void aNameTakenWhileAFolderIsFilledIsLeftToWhoTookIt() throws IOException {
    Path made =
        AtomicFile.newFolder(
            folder,
            "run",
            path -> {
              nameInside(path);
              fill(folder.resolve("run"), "of another process");
            });
    assertThat(made).isEqualTo(folder.resolve("run-2"));
    assertThat(folder.resolve("run/deep/file")).hasContent("of another process");
    assertThat(names(folder)).containsExactly("run", "run-2");
  }

  @Test
  void manyAtOnceGetAFolderEach() {
    Set<Path> made =
        IntStream.range(0, 64)
            .parallel()
            .mapToObj(i -> AtomicFile.newFolder(folder, "run", AtomicFileTest::nameInside))
            .collect(Collectors.toSet());
    assertThat(made).hasSize(64);
  }

  @Test
  void whatAFileCannotReplaceIsRefusedAndStays() {
    for (Path place : List.of(Path.of("/dev/null"), folder)) {
      assertThatThrownBy(() -> AtomicFile.write(place, path -> Files.writeString(path, "x")))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(place + " is ");
    }
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @Test
  void aLinkToAFileThatIsOnlyToBeReadIsNoMatter() throws IOException {
    Path given = Files.writeString(folder.resolve("given"), "1");
    Files.setPosixFilePermissions(given, PosixFilePermissions.fromString("r--r--r--"));
    AtomicFile.writeFolder(
        folder.resolve("run"), path -> Files.createLink(path.resolve("base"), given));
    assertThat(folder.resolve("run/base")).hasContent("1");
  }

  @Test
  void theLongestNameThatADiskTakesIsWritten() throws IOException {
    Path target = folder.resolve("n".repeat(255));
    AtomicFile.write(target, path -> Files.writeString(path, "whole"));
    assertThat(target).hasContent("whole");
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

  private static void fill(Path path, String text) throws IOException {
    Files.createDirectories(path.resolve("deep"));
    Files.writeString(path.resolve("deep/file"), text);
  }

  private static void nameInside(Path path) throws IOException {
    Files.writeString(path.resolve("id"), path.getFileName().toString());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }
}
