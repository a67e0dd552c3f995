package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldOutTest {
  @Test
  void holdsOutTheImagesThatTheDataNames() {
    List<Path> images = List.of(Path.of("a"), Path.of("v"), Path.of("b"));

    HoldOut parts = HoldOut.of(images, Set.of(Path.of("v"), Path.of("unreadable")));

    assertThat(parts.kept()).containsExactly(0, 2);
    assertThat(parts.heldOut()).containsExactly(1);
  }
}
