package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MistakesTest {
  private static final Path GONE = Path.of("gone");

  @Test
  void theSurestMistakeComesFirstAndWhatIsRightIsNoMistake() {
    assertThat(html(new int[] {0, 0, 1}, 0.75, 0.875, 0.9375))
        .containsSubsequence(
            "<b>dog</b><span>0.875</span><span>is cat</span><small>1.png</small>",
            "<b>dog</b><span>0.750</span><span>is cat</span><small>0.png</small>")
        .doesNotContain("2.png");
  }

  @Test
  void noMoreThanTwelveAreShown() {
    double[] dogs = new double[13];
    Arrays.fill(dogs, 0.75);
    dogs[0] = 0.625;
    assertThat(html(new int[13], dogs))
        .contains("<small>12.png</small>")
        .doesNotContain("<small>0.png</small>");
  }

  @Test
  void allRightIsSaid() {
    assertThat(html(new int[] {0, 1}, 0.25, 0.75))
        .isEqualTo("<p>Every image was answered right.</p>");
  }

  private static String html(int[] truth, double... dogs) {
    return Written.of(new Mistakes("Mistakes", Told.ofTwo(GONE, truth, dogs)));
  }
}
