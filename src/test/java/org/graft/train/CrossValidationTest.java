package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CrossValidationTest {
  @Test
  void meanAndDeviationAreThoseOfASample() {
    CrossValidation found = CrossValidation.of(List.of(0.5, 0.75, 1.0), List.of());
    assertThat(found.mean()).isCloseTo(0.75, within(1e-12));
    assertThat(found.deviation()).isCloseTo(0.25, within(1e-12));
  }
}
