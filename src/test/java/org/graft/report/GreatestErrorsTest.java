package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.graft.image.Numbers;
import org.graft.plan.Tensor;
import org.graft.train.Distance;
import org.graft.train.Evaluation;
import org.graft.train.Regression;
import org.graft.train.Scale;
import org.junit.jupiter.api.Test;

class GreatestErrorsTest {
  @Test
  void whatIsFurthestOffComesFirstOnWhicheverSide() {
    assertThat(html(new double[] {1, 2, 3}, 1.5f, 0f, 2.75f))
        .containsSubsequence(
            "<b>0.000</b><span>is 2.000</span><small>1.png</small>",
            "<b>1.500</b><span>is 1.000</span><small>0.png</small>",
            "<b>2.750</b><span>is 3.000</span><small>2.png</small>");
  }

  @Test
  void noMoreThanTwelveAreShown() {
    double[] truth = new double[14];
    float[] given = new float[14];
    for (int i = 0; i < given.length; i++) {
      truth[i] = 100 + i;
      given[i] = 100;
    }
    assertThat(html(truth, given))
        .contains("<small>13.png</small>", "<small>2.png</small>")
        .doesNotContain("<small>1.png</small>");
  }

  private static String html(double[] truth, float... given) {
    Regression task =
        new Regression(
            List.of("number"),
            new Numbers(Arrays.stream(truth).boxed().toList()),
            new Scale(0, 1),
            Distance.MSE);
    int[] answers = new int[truth.length];
    Arrays.setAll(answers, i -> i);
    List<Path> files = Told.files(Path.of("gone"), truth.length);
    Evaluation evaluation =
        new Evaluation(task, files, answers, new Tensor(given, given.length, 1));
    return Written.of(new GreatestErrors("Errors", evaluation, task));
  }
}
