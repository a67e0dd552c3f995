package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceWordsTest {
  @ParameterizedTest
  @CsvSource({
    "feature_mean, mean of all features",
    "nearest_neighbour_accuracy, accuracy of taking the nearest training image's answer",
    "probe_held_out_macro_f1, macro f1 of the probe on training images held out",
    "probe_permuted_accuracy, accuracy of the probe on answers dealt out at random",
    "probe_accuracy, 'accuracy of the probe, a ridge regression on the features'",
    "probe_moving_statistics, probe with BatchNorm's own statistics",
    "accuracy_batch_statistics, accuracy with the statistics of batches",
    "mean_error_base, mean error of knowing nothing"
  })
  void aFigureIsToldInWordsWithTheScoreThatItIsOf(String name, String words) {
    assertThat(EvidenceWords.of(name)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"something_new, something new", "plain, plain"})
  void aFigureWithoutWordsIsShownAsItIsCalled(String name, String words) {
    assertThat(EvidenceWords.of(name)).isEqualTo(words);
  }
}
