package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.graft.fixture.Formula;
import org.graft.image.LabelSets;
import org.graft.plan.Tensor;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures of several labels equal scikit-learn's ({@code task_goldens.py}). */
class SeveralLabelsTest {
  private static final int IMAGES = 60;
  private static final int LABELS = 6;
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f, \"g\"|h");

  @TempDir private Path folder;

  @Test
  void measuresEqualScikitLearns() {
    Map<String, NpyArray> sklearn =
        NpzFile.read(Path.of("src/test/resources/goldens/task_measures.npz"));
    Evaluation evaluation = evaluation();
    List<LabelScore> scores = LabelScore.of((SeveralLabels) evaluation.task(), evaluation);
    for (int label = 0; label < LABELS; label++) {
      LabelScore score = scores.get(label);
      assertThat(score.averagePrecision())
          .isCloseTo(at(sklearn, "average_precision", label), within(1e-6));
      assertThat(score.precision()).isCloseTo(at(sklearn, "precision", label), within(1e-6));
      assertThat(score.recall()).isCloseTo(at(sklearn, "recall", label), within(1e-6));
      assertThat(score.f1()).isCloseTo(at(sklearn, "f1", label), within(1e-6));
    }
    Map<String, Double> all = evaluation.measures().all();
    for (String name : List.of("mean_average_precision", "f1_micro", "f1_macro")) {
      assertThat(all.get(name)).as(name).isCloseTo(at(sklearn, name, 0), within(1e-6));
    }
    assertThat(evaluation.accuracy()).isCloseTo(at(sklearn, "exact_match", 0), within(1e-6));
  }

  @Test
  void aLabelThatNoImageHasCountsForNothing() {
    Evaluation evaluation = two(new float[] {0.9f, 0.2f}, new float[] {0.1f, 0.3f});
    assertThat(evaluation.measures().score()).isEqualTo(1);
    assertThat(evaluation.measures().base()).isEqualTo(0.75);
  }

  /** The mean over many rankings dealt out at random comes to what is said of it. */
  @Test
  void theBaseIsWhatRankingAtRandomGives() {
    boolean[] has = new boolean[12];
    Arrays.fill(has, 0, 4, true);
    double sum = 0;
    for (int k = 0; k < 4000; k++) {
      float[] probabilities = new float[has.length];
      for (int i = 0; i < has.length; i++) {
        probabilities[i] = (float) Formula.uniform(1000 + k, i);
      }
      sum += Ranking.averagePrecision(probabilities, has);
    }
    assertThat(sum / 4000).isCloseTo(Ranking.expectedAtRandom(12, 4), within(0.01));
    assertThat(Ranking.expectedAtRandom(3, 3)).isCloseTo(1, within(1e-12));
    assertThat(Ranking.expectedAtRandom(1, 1)).isEqualTo(1);
  }

  @Test
  void imagesWithEveryLabelRightAreCounted() {
    Evaluation evaluation = two(new float[] {0.9f, 0.6f}, new float[] {0.1f, 0.3f});
    assertThat(evaluation.accuracy()).isEqualTo(0.5);
    assertThat(evaluation.baseRate()).isEqualTo(0.5);
    assertThat(evaluation.named(0)).containsExactly(0, 1);
  }

  @Test
  void theThresholdOfTheGreatestF1IsMidwayBetweenItsNeighbours() {
    assertThat(Threshold.best(new float[] {0.9f, 0.7f, 0.4f, 0.1f}, true, true, false, false))
        .isCloseTo(0.55f, within(1e-6f));
    assertThat(Threshold.best(new float[] {0.2f, 0.3f, 0.1f}, true, true, false))
        .isCloseTo(0.15f, within(1e-6f));
    assertThat(Threshold.best(new float[] {0.9f, 0.8f, 0.5f}, false, false, true))
        .isCloseTo(0.25f, within(1e-6f));
    assertThat(Threshold.best(new float[] {0.9f, 0.8f}, false, false)).isEqualTo(0.5f);
    assertThat(Threshold.best(new float[] {0.9f, 0.8f}, true, true)).isEqualTo(0.5f);
  }

  /** No threshold has a greater F1 than the one that is chosen. */
  @Test
  void noOtherThresholdIsBetter() {
    for (int k = 0; k < 50; k++) {
      float[] probabilities = new float[12];
      boolean[] has = new boolean[12];
      for (int i = 0; i < has.length; i++) {
        probabilities[i] = Math.round(Formula.uniform(400 + k, i) * 10) / 10f;
        has[i] = Formula.uniform(500 + k, i) < 0.4;
      }
      double chosen = f1(probabilities, has, Threshold.best(probabilities, has));
      double best =
          IntStream.rangeClosed(0, 21)
              .mapToDouble(t -> f1(probabilities, has, t / 20f))
              .max()
              .orElseThrow();
      int count = Ranking.count(has);
      boolean decided = count > 0 && count < has.length;
      assertThat(!decided || chosen >= best - 1e-12).as("draw %d", k).isTrue();
    }
  }

  @Test
  void predictionsAreReadBackAsTheyWere() throws Exception {
    Evaluation evaluation = evaluation();
    Path table = folder.resolve("predictions.csv");
    try (Writer out = Files.newBufferedWriter(table)) {
      Tables.predictions(evaluation, out);
    }
    Evaluation back =
        Tables.evaluation(table, NAMES, Asked.of(evaluation).orElseThrow(), evaluation.files());
    assertThat(back.measures()).isEqualTo(evaluation.measures());
    assertThat(back.accuracy()).isEqualTo(evaluation.accuracy());
    assertThat(back.probabilities()).isEqualTo(evaluation.probabilities());
    for (int i = 0; i < IMAGES; i++) {
      assertThat(back.task().labelsOf(back.truth()[i]))
          .isEqualTo(evaluation.task().labelsOf(evaluation.truth()[i]));
    }
  }

  private static double f1(float[] probabilities, boolean[] has, float threshold) {
    int hits = 0;
    int named = 0;
    for (int i = 0; i < has.length; i++) {
      boolean own = probabilities[i] >= threshold;
      named += own ? 1 : 0;
      hits += own && has[i] ? 1 : 0;
    }
    return 2.0 * hits / Math.max(1, named + Ranking.count(has));
  }

  private static Evaluation two(float[] first, float[] second) {
    LabelSets sets = new LabelSets(List.of(List.of(0), List.of()));
    return new Evaluation(
        new SeveralLabels(List.of("a", "b"), sets),
        List.of(Path.of("1"), Path.of("2")),
        new int[] {0, 1},
        Tensor.rows(first, second));
  }

  private static Evaluation evaluation() {
    List<List<Integer>> sets = new ArrayList<>();
    int[] truth = new int[IMAGES];
    float[] probabilities = new float[IMAGES * LABELS];
    for (int i = 0; i < IMAGES; i++) {
      int image = i;
      List<Integer> own =
          IntStream.range(0, LABELS)
              .filter(j -> Formula.uniform(301, image * LABELS + j) < 0.1 + 0.15 * j)
              .boxed()
              .toList();
      truth[i] = sets.contains(own) ? sets.indexOf(own) : sets.size();
      if (truth[i] == sets.size()) {
        sets.add(own);
      }
      for (int j = 0; j < LABELS; j++) {
        double value = Formula.uniform(300, i * LABELS + j);
        probabilities[i * LABELS + j] = (float) (Math.rint(value * 100) / 100);
      }
    }
    List<Float> thresholds =
        IntStream.range(0, LABELS).mapToObj(j -> (float) (0.3 + 0.08 * j)).toList();
    return new Evaluation(
        new SeveralLabels(NAMES, new LabelSets(sets), thresholds),
        IntStream.range(0, IMAGES).mapToObj(i -> Path.of(i + ".png")).toList(),
        truth,
        new Tensor(probabilities, IMAGES, LABELS));
  }

  private static double at(Map<String, NpyArray> arrays, String name, int place) {
    return arrays.get(name).values()[place];
  }
}
