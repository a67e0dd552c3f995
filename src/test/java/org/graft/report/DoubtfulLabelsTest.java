package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.graft.train.Doubt;
import org.junit.jupiter.api.Test;

class DoubtfulLabelsTest {
  @Test
  void aDoubtTellsWhatTheImageIsCalledAndWhatItRatherIs() {
    assertThat(html(1))
        .containsSubsequence(
            "1 training images",
            "<b>dog?</b>",
            "<span>0.875</span>",
            "<span>is called cat (0.125)</span>",
            "<small>0.jpg</small>");
  }

  @Test
  void theClearestTwelveAreShownAndAllAreCounted() {
    assertThat(html(20))
        .contains("20 training images", "<small>11.jpg</small>")
        .doesNotContain("<small>12.jpg</small>");
  }

  @Test
  void withoutDoubtsThereIsNothingToLookAt() {
    assertThat(new DoubtfulLabels("Doubts", List.of()).isEmpty()).isTrue();
  }

  private static String html(int doubts) {
    return Written.of(
        new DoubtfulLabels(
            "Doubts",
            IntStream.range(0, doubts)
                .mapToObj(i -> new Doubt("gone/" + i + ".jpg", "cat", "dog", 0.875, 0.125))
                .toList()));
  }
}
