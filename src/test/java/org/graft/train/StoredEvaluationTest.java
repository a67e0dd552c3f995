package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.graft.failure.MalformedFileException;
import org.graft.plan.Tensor;
import org.graft.storage.Json;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredEvaluationTest {
  private static final int CLASSES = 1000;

  /** One image more than those of which all probabilities are kept. */
  private static final int MANY = Evaluation.MOST_VALUES / CLASSES + 1;

  private static final List<String> LABELS =
      IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList();

  @TempDir Path folder;

  @Test
  void ofManyImagesTheLikeliestClassesAndTheOwnTellAllThatAllProbabilitiesTold() {
    float[] all = probabilities();
    Evaluation top = top(all);
    Evaluation full =
        new Evaluation(LABELS, top.files(), top.truth(), new Tensor(all, MANY, CLASSES));
    assertThat(top.top()).isNotNull();
    assertThat(top.accuracy()).isEqualTo(full.accuracy()).isBetween(0.1, 0.9);
    assertThat(top.baseRate()).isEqualTo(full.baseRate());
    assertThat(top.loss()).isEqualTo(full.loss());
    assertThat(top.confusion()).isDeepEqualTo(full.confusion());
    for (int i = 0; i < MANY; i += 97) {
      assertThat(top.sureness(i)).isEqualTo(full.sureness(i));
      assertThat(top.named(i)).isEqualTo(full.named(i));
      assertThat(top.probability(i, top.truth()[i])).isEqualTo(full.probability(i, top.truth()[i]));
      assertThat(top.isSame(full, i)).isTrue();
    }
    int[] some = {5, 5, 17};
    assertThat(top.rows(some).loss()).isEqualTo(full.rows(some).loss());
    float[] row = new float[CLASSES];
    for (int label = 0; label < CLASSES; label++) {
      row[label] = top.probability(3, label);
    }
    assertThat(sum(row)).isCloseTo(1, within(1e-4));
    assertThat(top.kept(full)).isEqualTo(top.top().probabilities());
  }

  @Test
  void theyComeBackFromTheDiskAndTheTableNamesTheLikeliest() throws IOException {
    Evaluation top = top(probabilities());
    new StoredEvaluation(folder).write(top);
    Evaluation back = new StoredEvaluation(folder).read(LABELS, null);
    assertThat(back.top()).usingRecursiveComparison().isEqualTo(top.top());
    assertThat(back.truth()).isEqualTo(top.truth());
    assertThat(back.files()).isEqualTo(top.files()).hasSize(MANY);
    assertThat(Files.size(folder.resolve("predictions.npz"))).isLessThan(100L * MANY);
    List<String> lines = Files.readAllLines(folder.resolve("predictions.csv"));
    assertThat(lines.get(0)).startsWith("file,class,predicted,class_1,probability_1,class_2,");
    String likeliest = LABELS.get(top.predicted(0));
    assertThat(lines.get(1))
        .startsWith("/1.png," + LABELS.get(top.truth()[0]) + "," + likeliest + "," + likeliest);
  }

  @Test
  void ofFewImagesAllProbabilitiesComeBack() {
    Evaluation few = few();
    new StoredEvaluation(folder).write(few);
    Evaluation back = new StoredEvaluation(folder).read(few.labels(), null);
    assertThat(back.top()).isNull();
    assertThat(back.probabilities()).isEqualTo(few.probabilities());
  }

  @Test
  void runsOfBeforeAreReadFromTheirTables() throws IOException {
    Evaluation few = few();
    try (Writer out = Files.newBufferedWriter(folder.resolve("predictions.csv"))) {
      Tables.predictions(few, out);
    }
    List<String> files = few.files().stream().map(Path::toString).toList();
    Json.write(folder.resolve("test_files.json"), Map.of("files", files));
    Evaluation back = new StoredEvaluation(folder).read(few.labels(), null);
    assertThat(back.probabilities()).isEqualTo(few.probabilities());
    assertThat(back.files()).isEqualTo(few.files());
    assertThat(back.truth()).isEqualTo(few.truth());
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() throws IOException {
    new StoredEvaluation(folder).write(few());
    Path images = folder.resolve("test_images.csv");
    Files.writeString(images, "answer,file\na,/1.png\n");
    refused("probabilities is [2, 2], expected [1, 2] by test_images.csv and run.json");
    Files.writeString(images, "answer,file\na,/1.png\nc,/2.png\n");
    refused("image 2: 'c' is not of run.json's");
    Files.writeString(images, "answer,file\na,/1.png\nb\n");
    refused("line 3: [b], expected [answer, file] in all");
    Files.writeString(images, "answer,file\na,/1.png\nb,/2.png\n");
    NpzFile.write(
        folder.resolve("predictions.npz"),
        Map.of(
            "top_classes", new NpyArray(new float[] {0, 2}, 2, 1),
            "top_probabilities", new NpyArray(new float[] {1, 1}, 2, 1),
            "own_probability", new NpyArray(new float[] {1, 1}, 2)));
    refused("top_classes holds 2.0, no index of 2 classes");
  }

  private void refused(String reason) {
    assertThatThrownBy(() -> new StoredEvaluation(folder).read(List.of("a", "b"), null))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining(reason);
  }

  private static Evaluation few() {
    return new Evaluation(
        List.of("a", "b"),
        List.of(Path.of("/1.png"), Path.of("/2.png")),
        new int[] {0, 1},
        new Tensor(new float[] {0.75f, 0.25f, 0.5f, 0.5f}, 2, 2));
  }

  private static Evaluation top(float... all) {
    EvaluationRows rows = new EvaluationRows(new Classes(LABELS), MANY);
    for (int i = 0; i < MANY; i++) {
      float[] row = Arrays.copyOfRange(all, i * CLASSES, (i + 1) * CLASSES);
      rows.add(Path.of("/" + (i + 1) + ".png"), i * 7 % CLASSES, row);
    }
    return rows.evaluation();
  }

  /** Many are equal, and every other image's own class is the likeliest. */
  private static float[] probabilities() {
    SplittableRandom random = new SplittableRandom(1);
    float[] all = new float[MANY * CLASSES];
    for (int i = 0; i < MANY; i++) {
      float sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        boolean own = i % 2 == 0 && c == i * 7 % CLASSES;
        all[i * CLASSES + c] = own ? 50 : random.nextInt(40);
        sum += all[i * CLASSES + c];
      }
      for (int c = 0; c < CLASSES; c++) {
        all[i * CLASSES + c] /= sum;
      }
    }
    return all;
  }

  private static double sum(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).sum();
  }
}
