package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.graft.base.Base;
import org.graft.train.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureScaleTest {
  /** Steps of nothing, with which a head falls behind the probe on any features. */
  private static final Recipe STILL =
      Recipe.SEED.withSchedule(
          Recipe.SEED.phase().schedule().withEpochs(1).withLearningRate(1e-12));

  @TempDir Path folder;

  @Test
  void featuresOfScaleOneAreLeftInPeace() throws IOException {
    assertThat(suspicions(ColourBase.tanh(), STILL)).isEmpty();
  }

  @Test
  void featuresThatNoHeadCanTakeAreToBeStandardized() throws IOException {
    List<Suspicion> found = suspicions(ColourBase.large(), STILL);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).cause()).isIn(Cause.FEATURE_SCALE, Cause.DEAD_UNITS);
    Recipe remedy = found.get(0).remedy().orElseThrow().request().recipe();
    assertThat(remedy.head().standardized()).isTrue();
    assertThat(remedy.phase()).isEqualTo(STILL.phase());
  }

  @Test
  void headsThatStandardizeAreNeverSuspected() throws IOException {
    Recipe standardizing = STILL.withHead(STILL.head().standardizing());
    assertThat(suspicions(ColourBase.large(), standardizing)).isEmpty();
  }

  private List<Suspicion> suspicions(Base base, Recipe recipe) throws IOException {
    Lab lab = Labs.of(base, Labs.request(Labs.colours(folder, 108, 54), recipe));
    return new FeatureScale().suspicions(lab, new LinkedHashMap<>());
  }
}
