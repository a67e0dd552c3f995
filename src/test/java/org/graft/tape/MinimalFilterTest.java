package org.graft.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinimalFilterTest {
  private final Random random = new Random(7);

  /** Against the sums of products that it stands for, up to the rounding of its factors. */
  @ParameterizedTest
  @CsvSource({"1,1", "1,3", "2,3", "4,3", "1,5", "2,5", "2,7", "2,2", "4,2"})
  void makesWhatTheFilterMakes(int outputs, int taps) {
    MinimalFilter filter = MinimalFilter.of(outputs, taps);
    double[] seen = random.doubles(filter.products(), -1, 1).toArray();
    double[] kernel = random.doubles(taps, -1, 1).toArray();
    double[] products = times(filter.b(), seen);
    double[] weights = times(filter.g(), kernel);
    for (int i = 0; i < products.length; i++) {
      products[i] *= weights[i];
    }
    double[] made = times(filter.a(), products);
    assertThat(made).hasSize(outputs);
    for (int i = 0; i < outputs; i++) {
      double expected = 0;
      for (int tap = 0; tap < taps; tap++) {
        expected += seen[i + tap] * kernel[tap];
      }
      assertThat(made[i]).isCloseTo(expected, within(1e-5));
    }
  }

  /** As many products as the best takes, for all the outputs. */
  @ParameterizedTest
  @CsvSource({"3,1,3", "3,2,4", "3,4,6", "3,8,12", "3,17,30", "1,17,17", "5,35,108", "7,17,72"})
  void theBestTakesTheFewestProducts(int taps, int length, int products) {
    MinimalFilter best = MinimalFilter.best(taps, length);
    assertThat(best.times(length) * best.products()).isEqualTo(products);
  }

  private static double[] times(float[][] matrix, double... vector) {
    double[] product = new double[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < vector.length; j++) {
        product[i] += matrix[i][j] * vector[j];
      }
    }
    return product;
  }
}
