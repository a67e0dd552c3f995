package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.graft.train.EpochMetrics;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StepClock clock = new StepClock();

  private ProgressBar bar(int columns) {
    return new ProgressBar(console(columns), "file", "MiB", 1 << 20, 0);
  }

  private Console console(int columns) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Path here = Path.of(".");
    Environment environment =
        new Environment(InputStream.nullInputStream(), stream, stream, columns, here, here, clock);
    return new Console(environment, false, false);
  }

  @Test
  void aTerminalSeesOneLineWithRateAndTimeLeft() {
    ProgressBar bar = bar(120);
    clock.pass(Duration.ofSeconds(2));
    bar.show(20 << 20, 80L << 20);
    clock.pass(Duration.ofMillis(10));
    bar.show(21 << 20, 80L << 20);
    clock.pass(Duration.ofSeconds(6));
    bar.show(80L << 20, 80L << 20);
    String[] drawings = err.toString(StandardCharsets.UTF_8).split("\r");
    assertThat(drawings).hasSize(3);
    assertThat(drawings[1])
        .contains("file: 20 of 80 MiB, 10.0 MiB/s [######..................] 6 s left");
    assertThat(drawings[2]).contains("80 of 80 MiB").endsWith(System.lineSeparator());
  }

  @Test
  void aNarrowTerminalSeesFewerCellsThenNone() {
    assertThat(drawnAt(57)).contains("10.0 MiB/s [###.........] 6 s left").hasSize(56);
    assertThat(drawnAt(50)).endsWith("20 of 80 MiB, 10.0 MiB/s, 6 s left");
    assertThat(drawnAt(30)).isEqualTo("  file: 20 of 80 MiB, 10.0 Mi");
  }

  private String drawnAt(int columns) {
    err.reset();
    ProgressBar bar = bar(columns);
    clock.pass(Duration.ofSeconds(2));
    bar.show(20 << 20, 80L << 20);
    return err.toString(StandardCharsets.UTF_8).replaceAll("\r|\033\\[(K|\\?7[lh])", "");
  }

  @Test
  void epochsAreDrawnAtTheRateOfThoseThatWereSeen() {
    SessionLines lines = new SessionLines(console(120));
    for (int epoch = 11; epoch <= 20; epoch++) {
      clock.pass(Duration.ofSeconds(1));
      lines.epoch(new EpochMetrics("head", epoch, 0.5, 0.9, 0.003, 1.0, null, null), 20);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("head: 15 of 20 epochs, 1.0 epochs/s [##################......] 5 s left")
        .containsOnlyOnce("epoch 20 of 20: loss 0.5000, training accuracy 0.900");
  }

  @Test
  void aFileSeesALineEveryQuarter() {
    ProgressBar bar = bar(0);
    for (long mebibytes = 1; mebibytes <= 80; mebibytes++) {
      bar.show(mebibytes << 20, 80L << 20);
    }
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .hasSize(4)
        .startsWith("  file: 20 of 80 MiB");
  }

  /** A clock that stands until it is told. */
  private static final class StepClock extends Clock {
    private Instant now = Instant.ofEpochSecond(1_000_000);

    void pass(Duration time) {
      now = now.plus(time);
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
      return now;
    }
  }
}
