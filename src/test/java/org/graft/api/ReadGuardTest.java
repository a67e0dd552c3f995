package org.graft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.junit.jupiter.api.Test;

/** What takes all of the stack or the memory reaches no program as an error. */
class ReadGuardTest {
  private static final Path FILE = Path.of("hostile.h5");

  @Test
  void exhaustedStackIsTheFilesMistake() {
    assertThatThrownBy(() -> ReadGuard.of(FILE, () -> deeper(0)))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("hostile.h5: it is nested deeper than can be read");
  }

  @Test
  void exhaustedMemoryIsFailedWork() {
    assertThatThrownBy(() -> ReadGuard.of(FILE, () -> new long[Integer.MAX_VALUE][]))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("hostile.h5")
        .hasMessageContaining("-Xmx");
  }

  @Test
  void allElseIsAsItIs() {
    assertThat(ReadGuard.of(FILE, () -> "read")).isEqualTo("read");
  }

  private static int deeper(int depth) {
    return depth == Integer.MAX_VALUE ? depth : deeper(depth + 1) + 1;
  }
}
