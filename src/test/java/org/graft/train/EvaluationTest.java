package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graft.failure.MalformedFileException;
import org.graft.feature.Features;
import org.graft.plan.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final float[] PROBABILITIES = {
    0.7f, 0.2f, 0.1f, // a, right
    0.4f, 0.4f, 0.2f, // a, right: the first of equals
    0.1f, 0.2f, 0.7f, // a, taken for c
    0.3f, 0.3f, 0.4f, // b, taken for c
    0.1f, 0.1f, 0.8f, // c, right
  };

  private static final List<Path> FILES =
      List.of(Path.of("1"), Path.of("2"), Path.of("3"), Path.of("4"), Path.of("5"));

  private final Evaluation evaluation =
      Evaluation.of(
          new Classes(List.of("a", "b", "c")),
          new Features(new Tensor(PROBABILITIES, 5, 3), new int[] {0, 0, 0, 1, 2}, FILES));

  @Test
  void predictedIsTheFirstOfTheMostProbable() {
    assertThat(evaluation.predicted(0)).isZero();
    assertThat(evaluation.predicted(1)).isZero();
    assertThat(evaluation.predicted(3)).isEqualTo(2);
    assertThat(evaluation.probability(3, 2)).isEqualTo(0.4f);
  }

  @Test
  void accuracyAndBaseRateAreShares() {
    assertThat(evaluation.images()).isEqualTo(5);
    assertThat(evaluation.correct()).isEqualTo(3);
    assertThat(evaluation.accuracy()).isEqualTo(0.6);
    assertThat(evaluation.baseRate()).isEqualTo(0.6);
  }

  @Test
  void confusionHasARowForTheOwnClassAndAColumnForThePredicted() {
    assertThat(evaluation.confusion()).isDeepEqualTo(new int[][] {{2, 0, 1}, {0, 0, 1}, {0, 0, 1}});
  }

  @Test
  void predictionsComeBackFromTheirTable(@TempDir Path folder) throws IOException {
    Path table = folder.resolve("predictions.csv");
    try (Writer out = Files.newBufferedWriter(table)) {
      Tables.predictions(evaluation, out);
    }
    Evaluation back = Tables.evaluation(table, evaluation.labels(), null, evaluation.files());
    assertThat(back.truth()).isEqualTo(evaluation.truth());
    assertThat(back.probabilities().values()).containsExactly(PROBABILITIES);
    assertThatThrownBy(() -> Tables.evaluation(table, List.of("x"), null, evaluation.files()))
        .isInstanceOf(MalformedFileException.class);
  }
}
