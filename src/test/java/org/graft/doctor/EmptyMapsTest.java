package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmptyMapsTest {
  private final Map<String, Object> evidence = new LinkedHashMap<>();

  @Test
  void imagesThatLeaveEveryMapACellAreLeftInPeace() {
    assertThat(suspicions(ColourBase.SIZE)).isEmpty();
    assertThat(evidence)
        .containsExactly(
            Map.entry("size", ColourBase.SIZE), Map.entry("minimum_size", ColourBase.SIZE));
  }

  @Test
  void theLayerWithoutACellIsNamedAndImagesOfTheLeastSizeAreTheRemedy() {
    int least = ColourBase.SIZE + 1;
    List<Suspicion> found = suspicions(least);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).cause()).isEqualTo(Cause.INPUT_SIZE);
    assertThat(found.get(0).layer()).isEqualTo("pool");
    assertThat(found.get(0).reason()).startsWith("at 8 px the map of layer pool has no cell");
    assertThat(found.get(0).cure().changes()).containsExactly(new Change.InputSize(least));
    assertThat(found.get(0).remedy().orElseThrow().request().size()).isEqualTo(least);
  }

  private List<Suspicion> suspicions(int window) {
    return new EmptyMaps().suspicions(Labs.of(ColourBase.pooled(window)), evidence);
  }
}
