package org.graft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.graft.fixture.OtherProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks and scratch folders as a second process meets them. */
class ProcessLockTest {
  private static final int CHURNS = 500;

  @TempDir Path folder;

  @Test
  void anotherProcessMeetsTheLockForAsLongAsItIsHeld() throws Exception {
    Path file = folder.resolve("lock");
    try (ProcessLock lock = ProcessLock.tryTake(file).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(ProcessLock.isHeld(file)).isTrue();
      assertThat(ProcessLock.tryTake(file)).isEmpty();
      assertThat(told("look", file)).isEqualTo("held");
      assertThat(told("take", file)).isEqualTo("refused");
    }
    assertThat(told("take", file)).isEqualTo("taken");
    assertThat(ProcessLock.isHeld(file)).isFalse();
  }

  @Test
  void theLockMovesWithItsFolder() throws Exception {
    Path before = Files.createDirectory(folder.resolve("before"));
    Path after = folder.resolve("after");
    try (ProcessLock lock = ProcessLock.tryTake(before.resolve("lock")).orElseThrow()) {
      assertThat(lock).isNotNull();
      Files.move(before, after);
      assertThat(ProcessLock.isHeld(after.resolve("lock"))).isTrue();
      assertThat(told("take", after.resolve("lock"))).isEqualTo("refused");
    }
  }

  @Test
  void aKilledProcessHoldsNothing() throws Exception {
    Path file = folder.resolve("lock");
    Process other = OtherProcess.start(ProcessLockTest.class, "hold", file);
    awaitHeld(file);
    assertThat(ProcessLock.tryTake(file)).isEmpty();
    other.destroyForcibly().waitFor();
    Optional<ProcessLock> lock = ProcessLock.tryTake(file);
    assertThat(lock).isPresent();
    lock.get().close();
  }

  @Test
  void whatAKilledProcessLeftIsTidiedAndWhatALivingOneMakesIsNot() throws Exception {
    Path target = folder.resolve("out.bin");
    Process other = OtherProcess.start(ProcessLockTest.class, "write", target);
    Path scratch = awaitScratch();
    Scratch.tidy(folder);
    assertThat(scratch).exists();
    other.destroyForcibly().waitFor();
    Files.createDirectory(folder.resolve(".graft-00000000-0000-0000-0000-000000000000.part"));
    Files.createDirectory(folder.resolve(".graft-of-the-user.part"));
    Scratch.tidy(folder);
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(folder.resolve(".graft-of-the-user.part"));
    }
  }

  /** Between its making and its opening a lock's file may go, with the lock that was on it. */
  @Test
  void takersWaitForHoldersThatDeleteTheFile() throws Exception {
    Path file = folder.resolve("lock");
    Process other = OtherProcess.start(ProcessLockTest.class, "churn", file);
    int taken = 0;
    while (other.isAlive()) {
      takeAndDelete(file);
      taken++;
    }
    assertThat(other.exitValue()).isZero();
    assertThat(taken).isGreaterThan(CHURNS / 10);
  }

  private static void takeAndDelete(Path file) throws IOException {
    ProcessLock.take(file).during(() -> Files.deleteIfExists(file));
  }

  @Test
  void aPipeInThePlaceOfALockIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(ProcessLock.isHeld(pipe)).isFalse();
    assertThatThrownBy(() -> ProcessLock.take(pipe)).hasMessageContaining("is no regular file");
  }

  private static void awaitHeld(Path file) throws InterruptedException {
    while (!ProcessLock.isHeld(file)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private Path awaitScratch() throws Exception {
    while (true) {
      try (var all = Files.walk(folder)) {
        List<Path> begun = all.filter(path -> path.endsWith("begun")).toList();
        if (!begun.isEmpty()) {
          return begun.get(0).getParent();
        }
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static String told(String what, Path file) throws Exception {
    return OtherProcess.output(ProcessLockTest.class, what, file);
  }

  /** The other process. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "look" -> say(ProcessLock.isHeld(file) ? "held" : "free");
      case "take" -> say(ProcessLock.tryTake(file).isPresent() ? "taken" : "refused");
      case "churn" -> {
        for (int i = 0; i < CHURNS; i++) {
          takeAndDelete(file);
        }
      }
      case "hold" -> {
        ProcessLock.take(file);
        TimeUnit.HOURS.sleep(1);
      }
      default -> AtomicFile.write(file, ProcessLockTest::writeWithoutEnd);
    }
  }

  private static void writeWithoutEnd(Path file) throws IOException {
    Files.writeString(file.resolveSibling("begun"), "");
    try {
      TimeUnit.HOURS.sleep(1);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void say(String word) {
    System.out.println(word);
  }
}
