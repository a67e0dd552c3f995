package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.plan.Preprocessing;
import org.graft.train.TrainRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a base that takes pixels -1..1. */
class PreprocessingsTest {
  @TempDir Path folder;

  private final Map<String, Object> evidence = new LinkedHashMap<>();

  @Test
  void pixelsAsTheBaseTakesThemAreLeftInPeaceAndAllOthersTried() throws IOException {
    assertThat(suspicions(Preprocessing.TF)).isEmpty();
    Map<?, ?> probes = (Map<?, ?>) evidence.get("probe_by_preprocessing");
    List<String> all = Arrays.stream(Preprocessing.values()).map(Object::toString).toList();
    assertThat(probes.keySet().stream().map(Object::toString)).containsExactlyElementsOf(all);
  }

  @Test
  void theBasesOwnPreprocessingIsTheFirstRemedyForPixelsThatItCannotTake() throws IOException {
    List<Suspicion> found = suspicions(Preprocessing.RAW);
    assertThat(found).isNotEmpty();
    assertThat(found).extracting(Suspicion::cause).containsOnly(Cause.PREPROCESSING);
    assertThat(found.get(0).reason())
        .startsWith("the base was trained on pixels prepared as tf, not raw: the probe gains ");
    TrainRequest remedy = found.get(0).remedy().orElseThrow().request();
    assertThat(remedy.preprocessing()).isEqualTo(Preprocessing.TF);
  }

  private List<Suspicion> suspicions(Preprocessing preprocessing) throws IOException {
    TrainRequest request = Labs.request(Labs.colours(folder, 108, 54), Labs.SEED_60);
    Lab lab = Labs.of(ColourBase.tanh(), request.withPreprocessing(preprocessing));
    return new Preprocessings().suspicions(lab, evidence);
  }
}
