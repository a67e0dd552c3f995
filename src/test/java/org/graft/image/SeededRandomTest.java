package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of older versions are taken up again by the same draws. */
class SeededRandomTest {
  /** Computed in Python after the constants of Steele, Lea and Flood 2014. */
  @ParameterizedTest
  @CsvSource({
    "7, '0 1 3', 746384585109428344, -6138708245811853646",
    "7, '3 1 0', -7063550956091133226, -3271275515552332893",
    "-1, '1099511627776', -1556610332746495945, -4355249247740900584"
  })
  void drawsWhatItAlwaysDrew(long seed, String parts, long first, long second) {
    long[] numbers = Stream.of(parts.split(" ")).mapToLong(Long::parseLong).toArray();
    SplittableRandom random = SeededRandom.of(seed, numbers);
    assertThat(new long[] {random.nextLong(), random.nextLong()}).containsExactly(first, second);
  }

  @ParameterizedTest
  @CsvSource({"5, 6", "0, 1"})
  void anotherSeedDrawsOtherwise(long one, long other) {
    assertThat(SeededRandom.of(one, 2).nextLong())
        .isNotEqualTo(SeededRandom.of(other, 2).nextLong());
  }
}
