package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is nobody's wrong input: one line all the same, exit code 1, nothing written. */
class FailureTest {
  @TempDir Path home;

  @Test
  void aDefectAsksForAReport() {
    assertFailed(
        importWith(
            () -> {
              throw new IllegalStateException("two\nlines");
            }),
        "graft: a defect in Graft, please report it (--debug shows where):"
            + " java.lang.IllegalStateException: two lines");
  }

  @Test
  void missingMemoryNamesTheCure() {
    assertFailed(
        importWith(
            () -> {
              throw new OutOfMemoryError("Java heap space");
            }),
        "graft: out of memory; GRAFT_HEAP=");
  }

  @Test
  void aFullDiskIsSaid() {
    assertFailed(
        importWith(
            () -> {
              throw new UncheckedIOException(new IOException("No space left on device"));
            }),
        "graft: input or output failed: java.io.IOException: No space left on device");
  }

  @Test
  void debugShowsWhereADefectIs() {
    Clock broken =
        new BrokenClock(
            () -> {
              throw new IllegalStateException();
            });
    CommandRun run = CommandRun.of(home, broken, "import", "--keras", DemoData.VGG, "--debug");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("graft: ").contains("\tat org.graft.base.Importer");
  }

  private CommandRun importWith(Supplier<Instant> time) {
    return CommandRun.of(home, new BrokenClock(time), "import", "--keras", DemoData.VGG);
  }

  private void assertFailed(CommandRun run, String message) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().startsWith(message);
    assertThat(home).isEmptyDirectory();
  }

  /** Breaks an import in its midst. */
  private static final class BrokenClock extends Clock {
    private final Supplier<Instant> time;

    BrokenClock(Supplier<Instant> time) {
      this.time = time;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return time.get();
    }
  }
}
