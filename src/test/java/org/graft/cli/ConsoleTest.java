package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void whateverFollowsAnUnfinishedBarStandsOnALineOfItsOwn() {
    Console console = console(false);
    console.redraw("3 of 4", false);
    console.warn("skipped");
    console.redraw("3 of 4", false);
    console.progress("next");
    console.redraw("3 of 4", false);
    console.result("result");
    console.redraw("3 of 4", false);
    console.close();
    assertThat(text().replaceAll("\r|\033\\[(K|\\?7[lh])", "").lines())
        .containsExactly(
            "3 of 4", "warning: skipped", "3 of 4", "next", "3 of 4", "result", "3 of 4");
  }

  @Test
  void aFinishedBarIsEndedOnce() {
    Console console = console(false);
    console.redraw("3 of 4", false);
    console.redraw("4 of 4", true);
    console.close();
    assertThat(text())
        .isEqualTo(
            "\r\033[K\033[?7l3 of 4\033[?7h\r\033[K\033[?7l4 of 4\033[?7h"
                + System.lineSeparator());
  }

  @Test
  void quietDrawsNothingAndEndsNothing() {
    Console console = console(true);
    console.redraw("3 of 4", false);
    console.redraw("4 of 4", true);
    console.progress("epoch");
    console.close();
    assertThat(text()).isEmpty();
  }

  @Test
  void aLineIsNeverAsWideAsTheTerminal() {
    console(false).redraw("x".repeat(100), false);
    assertThat(text().replaceAll("[^x]", "")).hasSize(79);
  }

  @Test
  void aWarningIsSaidOnce() {
    Console console = console(false);
    console.warn("oneDNN has no build for %s", "linux-arm64");
    console.warn("another");
    console.warn("oneDNN has no build for %s", "linux-arm64");
    assertThat(text().lines())
        .containsExactly("warning: oneDNN has no build for linux-arm64", "warning: another");
  }

  private Console console(boolean quiet) {
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Path here = Path.of(".");
    return new Console(
        new Environment(
            InputStream.nullInputStream(), stream, stream, 80, here, here, Clock.systemUTC()),
        false,
        quiet);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
