package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparklineTest {
  @Test
  void barsReachFromTheLeastToTheGreatest() {
    assertThat(Sparkline.of(0, 1, 2, 3, 4, 5, 6, 7)).isEqualTo("▁▂▃▄▅▆▇█");
    assertThat(Sparkline.of(2.5, 2.5)).isEqualTo("▁▁");
    assertThat(Sparkline.of(-1, 1, -1)).isEqualTo("▁█▁");
  }

  @Test
  void manyValuesShareBars() {
    String line = Sparkline.of(IntStream.range(0, 400).asDoubleStream().toArray());
    assertThat(line).hasSize(40).startsWith("▁▁▁").endsWith("███");
  }
}
