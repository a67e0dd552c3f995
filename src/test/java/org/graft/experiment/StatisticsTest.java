package org.graft.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.plan.Tensor;
import org.graft.train.Evaluation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against sums of exact terms, worked out apart from the code. */
class StatisticsTest {
  @ParameterizedTest
  @CsvSource({
    "3, 10, 0.1, 0.07019082640",
    "0, 10, 0.1, 1.0",
    "10, 10, 0.5, 0.0009765625",
    "12, 135, 0.037037037, 0.0045684",
    "1, 4, 0, 0",
    "1, 4, 1, 1"
  })
  void tailOfTheBinomial(int hits, int of, double share, double expected) {
    assertThat(Binomial.atLeast(hits, of, share)).isCloseTo(expected, within(5e-5));
  }

  @ParameterizedTest
  @CsvSource({"1, 9, 0.021484375", "9, 1, 0.021484375", "5, 5, 1.0", "0, 0, 1.0", "0, 6, 0.03125"})
  void exactMcNemar(int onlyFirst, int onlySecond, double expected) {
    McNemar test = new McNemar(onlyFirst, onlySecond);
    assertThat(test.probability()).isCloseTo(expected, within(1e-12));
    assertThat(test.secondIsBetter(0.05)).isEqualTo(onlySecond > onlyFirst && expected < 0.05);
  }

  @Test
  void pairsAreCountedImageByImage() {
    Evaluation first = evaluation(new int[] {0, 0, 1, 1}, new int[] {0, 1, 1, 0});
    Evaluation second = evaluation(new int[] {0, 0, 1, 1}, new int[] {0, 0, 0, 1});
    assertThat(McNemar.of(first, second)).isEqualTo(new McNemar(1, 2));
  }

  @Test
  void macroF1CountsClassesAlikeAndLossIsCrossEntropy() {
    Evaluation evaluation = evaluation(new int[] {0, 0, 0, 1}, new int[] {0, 0, 1, 1});
    assertThat(ClassScore.macroF1(evaluation)).isCloseTo((0.8 + 2.0 / 3) / 2, within(1e-9));
    assertThat(evaluation.loss()).isCloseTo(-(3 * Math.log(0.8) + Math.log(0.1)) / 4, within(1e-6));
  }

  /** Predicts with probability 0.8; two others share the rest. */
  private static Evaluation evaluation(int[] truth, int[] predicted) {
    float[] probabilities = new float[truth.length * 3];
    for (int i = 0; i < truth.length; i++) {
      for (int c = 0; c < 3; c++) {
        probabilities[i * 3 + c] = c == predicted[i] ? 0.8f : 0.1f;
      }
    }
    List<Path> files = IntStream.range(0, truth.length).mapToObj(i -> Path.of("" + i)).toList();
    return new Evaluation(
        List.of("a", "b", "c"), files, truth, new Tensor(probabilities, truth.length, 3));
  }
}
