package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TaskPlacesTest {
  /** Which images a probe holds out hangs on it. */
  @Test
  void imagesOfAClassAreCountedInTheirOrder() {
    assertThat(NumberedClasses.of(3).places(0, 1, 0, 2, 1, 0)).containsExactly(0, 0, 1, 0, 1, 2);
    assertThat(NumberedClasses.of(3).places()).isEmpty();
  }
}
