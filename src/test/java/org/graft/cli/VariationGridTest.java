package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.graft.api.Preparation;
import org.graft.api.Variation;
import org.graft.failure.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariationGridTest {
  @Test
  void triesEveryCombination() {
    assertThat(VariationGrid.of("size=32,75,preprocessing=raw|catalogue,learning-rate=3e-3"))
        .containsExactly(at(32, "raw"), at(32, "catalogue"), at(75, "raw"), at(75, "catalogue"));
    assertThat(VariationGrid.of(null)).containsExactly(Variation.NONE);
  }

  private static Variation at(int size, String preprocessing) {
    return Variation.NONE
        .withSide(size)
        .withPreparation(Preparation.of(preprocessing))
        .withLearningRate(0.003);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "32",
        "size=",
        "size=0",
        "size=5000",
        "size=x",
        "size=1,size=2",
        "depth=3",
        "preprocessing=vgg",
        "learning-rate=-1",
        "learning-rate=NaN",
        "size=32||64"
      })
  void isRefusedInOneLine(String grid) {
    assertThatThrownBy(() -> VariationGrid.of(grid))
        .isInstanceOf(InputException.class)
        .hasMessageNotContaining("\n");
  }
}
