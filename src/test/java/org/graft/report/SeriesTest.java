package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
  @Test
  void aLevelIsTheSameAtEveryStep() {
    assertThat(Series.level("base rate", 0.25, 3))
        .isEqualTo(new Series("base rate", "level", List.of(0.25, 0.25, 0.25)));
    assertThat(Series.level("base rate", 0.25, 0).values()).isEmpty();
  }

  @Test
  void whatBecomesOfTheListLaterDoesNotMoveTheLine() {
    List<Double> values = new ArrayList<>(List.of(0.5, 0.75));
    Series line = new Series("train", "first", values);
    values.set(0, 9.0);
    assertThat(line.values()).containsExactly(0.5, 0.75);
  }
}
