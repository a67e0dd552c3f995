package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.graft.fixture.Formula;
import org.graft.image.Numbers;
import org.graft.plan.Tensor;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures of numbers equal scikit-learn's ({@code task_goldens.py}). */
class RegressionTest {
  private static final int IMAGES = 60;
  private static final Scale SCALE = new Scale(0.5, 2);

  @TempDir private Path folder;

  @Test
  void measuresEqualScikitLearns() {
    Map<String, NpyArray> sklearn =
        NpzFile.read(Path.of("src/test/resources/goldens/task_errors.npz"));
    Map<String, Double> all = evaluation(SCALE).measures().all();
    for (String name : List.of("mae", "rmse", "r2")) {
      assertThat(all.get(name)).as(name).isCloseTo(sklearn.get(name).values()[0], within(1e-6));
    }
    assertThat(evaluation(SCALE).figures()).doesNotContainKeys("test_accuracy", "base_rate");
  }

  @Test
  void theBaseIsTheMeanOfWhatWasLearned() {
    Evaluation evaluation = evaluation(SCALE);
    double mean = numbers().stream().mapToDouble(number -> number).average().orElseThrow();
    assertThat(evaluation.measures().base()).isNegative();
    assertThat(evaluation(new Scale(mean, 1)).measures().base()).isCloseTo(0, within(1e-12));
  }

  @Test
  void numbersThatAreAllTheSameAreExplainedOnlyExactly() {
    assertThat(Errors.of(new double[] {2, 2}, new double[] {2, 2}).r2()).isEqualTo(1);
    assertThat(Errors.of(new double[] {2, 2}, new double[] {2, 3}).r2()).isZero();
  }

  @Test
  void theScaleIsThatOfNumpy() {
    Scale scale = Scale.of(1, 2, 3, 6);
    assertThat(scale.mean()).isEqualTo(3);
    assertThat(scale.deviation()).isCloseTo(Math.sqrt(3.5), within(1e-12));
    assertThat(Scale.of(4, 4)).isEqualTo(new Scale(4, 1));
    assertThat(Scale.of()).isEqualTo(new Scale(0, 1));
  }

  @Test
  void predictionsAreReadBackAsTheyWere() throws IOException {
    Evaluation evaluation = evaluation(SCALE);
    Path table = folder.resolve("predictions.csv");
    try (Writer out = Files.newBufferedWriter(table)) {
      Tables.predictions(evaluation, out);
    }
    assertThat(Files.readAllLines(table).get(0)).isEqualTo("file,number,predicted");
    Evaluation back =
        Tables.evaluation(
            table, List.of("number"), Asked.of(evaluation).orElseThrow(), evaluation.files());
    assertThat(back.measures()).isEqualTo(evaluation.measures());
    assertThat(back.loss()).isEqualTo(evaluation.loss());
  }

  private static List<Double> numbers() {
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      numbers.add(4 * Formula.uniform(320, i) - 1);
    }
    return numbers;
  }

  private static Evaluation evaluation(Scale scale) {
    List<Double> numbers = numbers();
    float[] given = new float[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      given[i] = (float) (numbers.get(i) + Formula.uniform(321, i) - 0.4);
    }
    return new Evaluation(
        new Regression(List.of("number"), new Numbers(numbers), scale, Distance.MSE),
        IntStream.range(0, IMAGES).mapToObj(i -> Path.of(i + ".png")).toList(),
        IntStream.range(0, IMAGES).toArray(),
        new Tensor(given, IMAGES, 1));
  }
}
