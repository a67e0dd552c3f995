package org.graft.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MalformedFileExceptionTest {
  @Test
  void whatAFileSaysStaysOnOneLineAndCommandsNoTerminal() {
    String said = "not an array: a\nb\u001b[2J\u0007\u009b31m";
    assertThat(new MalformedFileException(Path.of("a.npz"), said))
        .hasMessage("a.npz: not an array: a?b?[2J??31m");
  }

  @Test
  void whatAFileSaysIsCut() {
    assertThat(new MalformedFileException(Path.of("a.npz"), "x".repeat(60_000)).getMessage())
        .hasSizeLessThan(600)
        .endsWith("x …");
  }
}
