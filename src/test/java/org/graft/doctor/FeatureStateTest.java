package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.graft.base.Base;
import org.graft.image.Dataset;
import org.graft.image.LabelledImage;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.train.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureStateTest {
  @TempDir Path folder;

  private final Map<String, Object> evidence = new LinkedHashMap<>();

  @Test
  void featuresThatTellImagesApartAreMeasuredAndLeftInPeace() throws IOException {
    assertThat(suspicions(ColourBase.tanh())).isEmpty();
    assertThat(evidence)
        .containsEntry("features", 48)
        .containsEntry("features_constant", 0.0)
        .containsEntry("nearest_neighbour_accuracy", 1.0);
    assertThat((double) evidence.get("feature_largest")).isBetween(0.1, 1.0);
  }

  @Test
  void featuresThatAreTheSameForEveryImageAreTheWeightsFault() throws IOException {
    Base base = ColourBase.tanh();
    Tensor kernel = base.model().weights().get("conv", Weights.KERNEL);
    Weights blind =
        Weights.builder()
            .putAll(base.model().weights())
            .put("conv", Weights.KERNEL, new Tensor(new float[kernel.size()], kernel.shape()))
            .build();
    List<Suspicion> found = suspicions(ColourBase.with(base, blind));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).cause()).isEqualTo(Cause.WEIGHTS);
    assertThat(found.get(0).layer()).isEqualTo("conv");
    assertThat(found.get(0).remedy()).isEmpty();
    assertThat(evidence).containsEntry("features_constant", 1.0);
  }

  private List<Suspicion> suspicions(Base base) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<LabelledImage> train =
        List.of(
            Labs.painted(folder.resolve("a.png"), 0, random),
            Labs.painted(folder.resolve("b.png"), 0, random),
            Labs.painted(folder.resolve("c.png"), 2, random),
            Labs.painted(folder.resolve("d.png"), 2, random));
    Dataset data = new Dataset(List.of("dark", "red", "very red"), train, List.of());
    return new FeatureState().suspicions(Labs.of(base, Labs.request(data, Recipe.SEED)), evidence);
  }
}
