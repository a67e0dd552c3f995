package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.graft.train.EpochMetrics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CurvesTest {
  @Test
  void accuracyStandsBesideTheBaseRateAndLossBesideThatOfChance() {
    assertThat(html(0.25, 0.5, epoch("head", 1, 0.5, 0.75, null)))
        .containsSubsequence(
            "aria-label=\"Accuracy\"",
            "<span class=\"key first\">train</span>",
            "base rate",
            "aria-label=\"Loss\"",
            "<span class=\"key first\">train</span>",
            "loss of chance")
        .doesNotContain("held out");
  }

  @Test
  void imagesThatWereWatchedHaveALineOfTheirOwnInBoth() {
    String html =
        html(0.25, 0.5, epoch("head", 1, 0.5, 0.75, 0.6), epoch("head", 2, 0.5, 0.8, 0.7));
    assertThat(html.split("<span class=\"key second\">held out</span>", -1)).hasSize(3);
  }

  /** An epoch that nothing was watched in leaves a gap. */
  @Test
  void linesBeginWhereWatchingBegan() {
    String html =
        html(0.25, 0.5, epoch("head", 1, 0.5, 0.75, null), epoch("fine-tune", 1, 0.5, 0.75, 0.5));
    assertThat(html)
        .contains("class=\"line second\" d=\"M332.0 ")
        .doesNotContain("NaN")
        .contains("The second phase begins with epoch 2.");
  }

  @Test
  void whereAnswersAreNotCountedLossAloneIsDrawn() {
    assertThat(html(Double.NaN, Double.NaN, epoch("head", 1, 0.5, null, null)))
        .contains("aria-label=\"Loss\"")
        .doesNotContain("Accuracy", "chance", "second phase");
  }

  @Test
  void aHeadThatIsSolvedHasNoCurves() {
    assertThat(new Curves("Curves", List.of(), "held out", 0.25, 0.5).isEmpty()).isTrue();
  }

  private static String html(double baseRate, double chance, EpochMetrics... epochs) {
    return Written.of(
        new Curves("Curves", Stream.of(epochs).toList(), "held out", baseRate, chance));
  }

  private static EpochMetrics epoch(
      String phase, int epoch, double loss, @Nullable Double accuracy, @Nullable Double watched) {
    return new EpochMetrics(phase, epoch, loss, accuracy, 0.1, null, watched, watched);
  }
}
