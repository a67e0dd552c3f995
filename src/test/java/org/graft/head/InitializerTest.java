package org.graft.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.graft.failure.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** First weights against the moments and the bounds of Keras' initialisers. */
class InitializerTest {
  private static final int IN = 300;
  private static final int OUT = 500;

  /**
   * Deviation, largest value and kurtosis: 1.8 of a uniform distribution, 2.3658 of a normal one
   * that is cut off at two deviations.
   */
  @ParameterizedTest
  @CsvSource({
    "glorot-uniform, 0.05, 0.0866025, 1.8",
    "glorot-normal, 0.05, 0.113684, 2.3658",
    "he-uniform, 0.0816497, 0.1414214, 1.8",
    "he-normal, 0.0816497, 0.185646, 2.3658"
  })
  void kernelsAreDistributedAsKerasDoes(
      String name, double deviation, double largest, double kurtosis) {
    float[] values = Initializer.of(name).kernel(IN, OUT, new SplittableRandom(1)).values();
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    double most = 0;
    for (float value : values) {
      sum += value;
      squares += value * value;
      fourths += Math.pow(value, 4);
      most = Math.max(most, Math.abs(value));
    }
    double variance = squares / values.length;
    assertThat(sum / values.length).isCloseTo(0, within(0.01 * deviation));
    assertThat(Math.sqrt(variance)).isCloseTo(deviation, within(0.005 * deviation));
    assertThat(most).isLessThanOrEqualTo(largest * 1.000001).isGreaterThan(0.999 * largest);
    assertThat(fourths / values.length / (variance * variance)).isCloseTo(kurtosis, within(0.02));
  }

  @Test
  void otherNamesAreRefused() {
    assertThatThrownBy(() -> Initializer.of("zeros"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'zeros'")
        .hasMessageContaining("he-normal");
  }
}
