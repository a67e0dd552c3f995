package org.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ParityTest {
  @Test
  void tellsTheGreatestAndTheMeanDifferenceBesideTheGreatestValue() {
    Parity parity = Parity.of(new float[] {1, -8.5f, 2}, new float[] {1, -8, 3});
    assertThat(parity.greatest()).isEqualTo(1);
    assertThat(parity.mean()).isEqualTo(0.5);
    assertThat(parity.magnitude()).isEqualTo(8);
    assertThat(parity.relative()).isEqualTo(0.125);
    assertThat(parity.within(0.125)).isTrue();
    assertThat(parity.within(0.12)).isFalse();
  }

  @Test
  void differencesAreNoRoundedOnes() {
    Parity parity = Parity.of(new float[] {16_777_216}, new float[] {0.25f});
    assertThat(parity.greatest()).isCloseTo(16_777_215.75, within(0.0));
  }

  @Test
  void zerosThatAreMetDifferByNothing() {
    assertThat(Parity.of(new float[2], new float[2]).relative()).isZero();
    assertThat(Parity.of(new float[] {1}, new float[1]).relative()).isInfinite();
  }

  @Test
  void nothingIsWithinWhereANumberOrAValueIsMissing() {
    assertThat(Parity.of(new float[] {Float.NaN}, new float[] {1}).within(1)).isFalse();
    assertThat(Parity.of(new float[] {1}, new float[] {1, 1}).within(1)).isFalse();
  }
}
