package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.train.Recipe;
import org.graft.train.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningRatesTest {
  private static final double USUAL = Labs.SEED_60.phase().schedule().learningRate();

  @TempDir Path folder;

  private final Map<String, Object> evidence = new LinkedHashMap<>();

  @Test
  void aRateThatTheHeadLearnsAtIsToldAndLeftInPeace() throws IOException {
    assertThat(suspicions(USUAL)).isEmpty();
    assertThat(evidence).containsExactly(Map.entry("learning_rate", USUAL));
  }

  @Test
  void whereTheHeadFallsBehindTheProbeNarrowerStepsAreTried() throws IOException {
    List<Suspicion> found = suspicions(1e30);
    assertThat(found).extracting(Suspicion::cause).containsOnly(Cause.LEARNING_RATE);
    assertThat(found)
        .extracting(each -> each.remedy().orElseThrow().request().recipe())
        .extracting(recipe -> recipe.phase().schedule().learningRate())
        .containsExactly(0.1 * 1e30, 0.01 * 1e30);
    assertThat(found.get(0).reason()).isEqualTo("the steps are too wide at a rate of 1.0E30");
  }

  private List<Suspicion> suspicions(double rate) throws IOException {
    Schedule schedule = Labs.SEED_60.phase().schedule().withLearningRate(rate);
    Recipe recipe = Labs.SEED_60.withSchedule(schedule);
    Lab lab = Labs.of(ColourBase.tanh(), Labs.request(Labs.colours(folder, 108, 54), recipe));
    return new LearningRates().suspicions(lab, evidence);
  }
}
