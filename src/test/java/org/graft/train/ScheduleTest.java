package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates and orders. */
class ScheduleTest {
  /** The values are those of Keras' {@code InverseTimeDecay(0.003, 1, 1e-6)}, float32. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.003000000026077032",
    "1, 0.0029999972321093082",
    "999, 0.002997006056830287",
    "12345, 0.0029634167440235615",
    "1000000, 0.001500000013038516"
  })
  void decayIsThatOfKeras(int step, double keras) {
    assertThat(Recipe.SEED.phase().schedule().rate(step, 2_000_000)).isCloseTo(keras, within(1e-9));
  }

  /** The values are those of Keras' {@code CosineDecay(0.002, 1000)}, float32. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.0020000000949949026",
    "1, 0.0019999949727207422",
    "137, 0.0019087997497990727",
    "500, 0.0009999999310821295",
    "999, 4.947185772152807e-09"
  })
  void cosineIsThatOfKeras(int step, double keras) {
    assertThat(Recipe.SAFE.phase().schedule().rate(step, 1000)).isCloseTo(keras, within(3e-10));
  }

  @Test
  void ratesOnlyFallAndStayAboveZero() {
    Schedule both = new Schedule(1, 1, 0.01, 1e-3, true);
    double last = Double.MAX_VALUE;
    for (int step = 0; step < 500; step++) {
      double rate = both.rate(step, 500);
      assertThat(rate).isPositive().isLessThan(last);
      last = rate;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 8, 1000})
  void ordersArePermutations(int count) {
    assertThat(new Draws(count, 0).order(count, 3))
        .containsExactlyInAnyOrder(IntStream.range(0, count).toArray());
  }

  @Test
  void everyOrderIsAsLikely() {
    Draws draws = new Draws(7, 0);
    Map<String, Integer> seen = new TreeMap<>();
    for (int draw = 0; draw < 24_000; draw++) {
      String order =
          IntStream.of(draws.order(4, draw))
              .mapToObj(String::valueOf)
              .collect(Collectors.joining());
      seen.merge(order, 1, Integer::sum);
    }
    assertThat(seen).hasSize(24);
    assertThat(seen.values()).allSatisfy(count -> assertThat(count).isBetween(850, 1150));
  }
}
