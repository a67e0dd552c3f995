package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.graft.image.Dataset;
import org.graft.train.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of three levels of red, in turns. */
class LabelsTest {
  private static final int LEVELS = 3;
  private static final int TRAIN = 48;
  private static final int TEST = 24;

  @TempDir Path folder;

  private final Map<String, Object> evidence = new LinkedHashMap<>();

  @Test
  void labelsThatSayWhatImagesShowAreLeftInPeace() throws IOException {
    assertThat(suspicions(LabelsTest::own, LabelsTest::own)).isEmpty();
    assertThat(evidence).containsEntry("swapped_folders", List.of());
    assertThat((double) evidence.get("probe_held_out_accuracy")).isGreaterThan(0.9);
    assertThat((double) evidence.get("probe_permuted_accuracy")).isLessThan(0.7);
  }

  /** Each label as often at each level. */
  @Test
  void labelsThatSayNothingAreTheDatasFaultWhichNoTrainingMends() throws IOException {
    List<Suspicion> found = suspicions(i -> i / LEVELS % LEVELS, LabelsTest::own);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).cause()).isEqualTo(Cause.DATA);
    assertThat(found.get(0).reason()).startsWith("the labels say nothing about the images");
    assertThat(found.get(0).remedy()).isEmpty();
  }

  @Test
  void foldersToTestWithUnderEachOthersNamesAreNamed() throws IOException {
    IntUnaryOperator swapped = i -> new int[] {1, 0, 2}[i % LEVELS];
    List<Suspicion> found = suspicions(LabelsTest::own, swapped);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).reason()).endsWith("another's name: dark holds red, red holds dark");
    assertThat(evidence)
        .containsEntry("swapped_folders", List.of("dark holds red", "red holds dark"));
  }

  /** Of three images even three right answers are no wonder. */
  @Test
  void fewImagesSayNothingOfTheirLabels() throws IOException {
    Dataset data = Labs.reds(folder, LEVELS, LabelsTest::own, TEST, LabelsTest::own);
    Lab lab = Labs.of(ColourBase.tanh(), Labs.request(data, Recipe.SEED));
    assertThat(new Labels().suspicions(lab, evidence)).isEmpty();
  }

  private static int own(int image) {
    return image % LEVELS;
  }

  private List<Suspicion> suspicions(IntUnaryOperator train, IntUnaryOperator test)
      throws IOException {
    Dataset data = Labs.reds(folder, TRAIN, train, TEST, test);
    Lab lab = Labs.of(ColourBase.tanh(), Labs.request(data, Recipe.SEED));
    return new Labels().suspicions(lab, evidence);
  }
}
