package org.graft.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {
  /** The first four: Newcombe 1998, Statistics in Medicine 17, table I, method 3. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "1, 29, 0.0061, 0.1718",
    "81, 135, 0.5157, 0.6788"
  })
  void intervalsAreThePublishedOnes(int hits, int of, double low, double high) {
    assertThat(Wilson.of(hits, of).low()).isCloseTo(low, within(5e-5));
    assertThat(Wilson.of(hits, of).high()).isCloseTo(high, within(5e-5));
  }

  /** Where it comes from: at both ends the share is 1.96 standard errors of that end away. */
  @ParameterizedTest
  @CsvSource({"1, 2", "7, 10", "81, 135", "999, 1000"})
  void endsSolveTheScoreEquation(int hits, int of) {
    double share = hits / (double) of;
    Wilson interval = Wilson.of(hits, of);
    for (double end : new double[] {interval.low(), interval.high()}) {
      double error = Math.sqrt(end * (1 - end) / of);
      assertThat(Math.abs(share - end) / error).isCloseTo(1.959964, within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "0, 135", "135, 135", "40, 135"})
  void intervalsHoldTheShareStayWithinZeroAndOneAndMirror(int hits, int of) {
    Wilson interval = Wilson.of(hits, of);
    assertThat(hits / (double) of).isBetween(interval.low() - 1e-12, interval.high() + 1e-12);
    assertThat(interval.low()).isNotNegative();
    assertThat(interval.high()).isLessThanOrEqualTo(1);
    assertThat(Wilson.of(of - hits, of).low()).isCloseTo(1 - interval.high(), within(1e-12));
  }
}
