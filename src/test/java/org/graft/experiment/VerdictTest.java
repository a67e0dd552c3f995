package org.graft.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.plan.Tensor;
import org.graft.train.Evaluation;
import org.junit.jupiter.api.Test;

class VerdictTest {
  /** Forty images of four classes, the first {@code right} of them predicted right. */
  private static Evaluation evaluation(int right) {
    int[] truth = IntStream.range(0, 40).map(i -> i % 4).toArray();
    float[] probabilities = new float[160];
    for (int i = 0; i < 40; i++) {
      probabilities[i * 4 + (i < right ? truth[i] : (truth[i] + 1) % 4)] = 1;
    }
    List<Path> files = Collections.nCopies(40, Path.of("image"));
    return new Evaluation(
        List.of("a", "b", "c", "d"), files, truth, new Tensor(probabilities, 40, 4));
  }

  @Test
  void accuracyBaseRateAndConfusionCount() {
    Evaluation evaluation = evaluation(30);
    assertThat(evaluation.accuracy()).isEqualTo(0.75);
    assertThat(evaluation.baseRate()).isEqualTo(0.25);
    assertThat(evaluation.confusion()[0]).containsExactly(8, 2, 0, 0);
  }

  @Test
  void intervalsAreWilsons() {
    assertThat(Wilson.of(81, 135).low()).isCloseTo(0.5157, within(1e-4));
    assertThat(Wilson.of(81, 135).high()).isCloseTo(0.6788, within(1e-4));
    assertThat(Wilson.of(0, 10).low()).isZero();
    assertThat(Wilson.of(0, 10).high()).isCloseTo(0.2775, within(1e-4));
  }

  @Test
  void verdictsFollowTheInterval() {
    assertThat(Verdict.of(evaluation(12))).isEqualTo(Verdict.BASE_RATE);
    assertThat(Verdict.of(evaluation(17))).isEqualTo(Verdict.WEAK);
    assertThat(Verdict.of(evaluation(30))).isEqualTo(Verdict.CONVERGES);
  }
}
