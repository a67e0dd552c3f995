package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.graft.fixture.BrokenFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The corpus of broken inputs: each is answered in one line that says what is wrong, in time, with
 * little memory, and leaves nothing behind.
 */
class BrokenFilesTest {
  /** What any broken file may allocate, garbage included. */
  private static final long MOST_ALLOCATED = 512L << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path home;

  static List<BrokenFile> all() {
    return BrokenFile.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void isAnsweredInOneLineAndLeavesNothing(BrokenFile broken) throws IOException {
    Path shelf = home.resolve("home");
    Object[] line = broken.make(home);
    long unpacked = unpacked();
    CommandRun run =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> {
              long before = THREADS.getCurrentThreadAllocatedBytes();
              CommandRun answer = CommandRun.of(shelf, line);
              assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                  .isLessThan(MOST_ALLOCATED);
              return answer;
            });
    assertThat(run.exitCode()).as(run.err()).isEqualTo(broken.exitCode());
    assertThat(unpacked()).isEqualTo(unpacked);
    if (broken.exitCode() == 0) {
      return;
    }
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("graft: ")
        .contains(broken.message(home));
    assertThat(run.out()).isEmpty();
    assertThat(shelf).doesNotExist();
  }

  /** How many files wait beside the shelf that were unpacked from others. */
  private static long unpacked() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().matches("graft-.*\\.h5")).count();
    }
  }
}
