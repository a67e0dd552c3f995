package org.graft.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChoicesTest {
  private static final String[] FRUIT = {"apple", "PEAR", "plum"};

  @Test
  void namesAreTakenInAnyCase() {
    assertThat(Choices.of(FRUIT, "pear", "no fruit")).isEqualTo("PEAR");
    assertThat(Choices.of(FRUIT, "Apple", "no fruit")).isEqualTo("apple");
  }

  @Test
  void anyOtherIsToldWhatThereIs() {
    assertThatThrownBy(() -> Choices.of(FRUIT, "fig", "there is no fruit 'fig'"))
        .isInstanceOf(InputException.class)
        .hasMessage("there is no fruit 'fig': expected apple, pear or plum");
  }
}
