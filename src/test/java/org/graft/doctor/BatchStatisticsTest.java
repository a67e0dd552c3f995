package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.base.Base;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.train.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchStatisticsTest {
  @TempDir Path folder;

  private final Map<String, Object> evidence = new LinkedHashMap<>();

  @Test
  void aBaseWithoutBatchNormIsNotConcerned() throws IOException {
    assertThat(suspicions(ColourBase.tanh())).isEmpty();
    assertThat(evidence).containsExactly(Map.entry("batch_norm", false));
  }

  @Test
  void statisticsThatFitAreMeasuredAndLeftInPeace() throws IOException {
    assertThat(suspicions(ColourBase.normalized())).isEmpty();
    assertThat(evidence)
        .containsEntry("batch_norm", true)
        .containsKeys("probe_moving_statistics", "probe_statistics_of_images");
  }

  @Test
  void statisticsOfOtherImagesAreTheFaultThatThoseOfTheseImagesMend() throws IOException {
    Base base = ColourBase.normalized();
    List<Suspicion> found = suspicions(farOff(base));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).cause()).isEqualTo(Cause.BATCH_NORM);
    assertThat(found.get(0).reason()).startsWith("the base's moving statistics do not fit");
    Weights remedy = found.get(0).remedy().orElseThrow().base().model().weights();
    for (float mean : remedy.get("norm", Weights.MOVING_MEAN).values()) {
      assertThat(mean).isBetween(-5f, 5f);
    }
  }

  /** Where tanh gives the same for all that enters. */
  private static Base farOff(Base base) {
    Tensor mean = base.model().weights().get("norm", Weights.MOVING_MEAN);
    float[] far = mean.values().clone();
    for (int i = 0; i < far.length; i++) {
      far[i] += 1000;
    }
    Weights weights =
        Weights.builder()
            .putAll(base.model().weights())
            .put("norm", Weights.MOVING_MEAN, Tensor.vector(far))
            .build();
    return ColourBase.with(base, weights);
  }

  private List<Suspicion> suspicions(Base base) throws IOException {
    Lab lab = Labs.of(base, Labs.request(Labs.colours(folder, 108, 54), Recipe.SEED));
    return new BatchStatistics().suspicions(lab, evidence);
  }
}
