package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of several labels: how they are kept and parted. */
class LabelSetsTest {
  private static final List<String> LABELS = List.of("a", "b", "c");
  private static final LabelSets SETS =
      new LabelSets(List.of(List.of(0), List.of(0, 1), List.of(0, 2), List.of()));

  @TempDir private Path folder;

  @Test
  void aDatasetIsReadBackAsItWasWritten() throws IOException {
    Dataset data = data(1, 2, 1, 1);
    Path file = folder.resolve("data.json");
    Json.write(file, data);
    assertThat(Json.read(file, Dataset.class)).isEqualTo(data);
  }

  @Test
  void theRarestLabelTellsWhichImagesAreAlike() {
    assertThat(SETS.strata(3, 0, 0, 1, 1, 2, 3)).containsExactly(0, 0, 1, 1, 2, 3);
    assertThat(SETS.strata(3, 1, 2, 2)).containsExactly(1, 2, 2);
  }

  @Test
  void aShareOfEveryGroupIsHeldOutAndNeverAll() {
    Dataset parted = data(10, 10, 1, 10).holdingOut(0.2, 7);
    assertThat(parted.validation()).hasSize(6);
    assertThat(parted.train()).hasSize(25);
    assertThat(parted.validation()).extracting(LabelledImage::label).doesNotContain(2);
    assertThat(data(10, 10, 1, 10).holdingOut(0.2, 7)).isEqualTo(parted);
    assertThat(data(10, 10, 1, 10).holdingOut(0.2, 8)).isNotEqualTo(parted);
    assertThat(parted.holdingOut(0.5, 7)).isSameAs(parted);
  }

  @Test
  void labelsBeyondTheModelsAreRefused() {
    assertThatThrownBy(
            () ->
                new Dataset(
                    List.of("a", "b"), List.of(), List.of(), List.of(), LeftOut.NOTHING, SETS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LabelSets(List.of(List.of(1, 0))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Dataset data(int... counts) {
    List<LabelledImage> train = new ArrayList<>();
    for (int set = 0; set < counts.length; set++) {
      for (int i = 0; i < counts[set]; i++) {
        train.add(new LabelledImage(folder.resolve(set + "-" + i + ".png"), set));
      }
    }
    return new Dataset(LABELS, train, List.of(), List.of(), LeftOut.NOTHING, SETS);
  }
}
