package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.plan.Tensor;
import org.graft.train.Evaluation;
import org.junit.jupiter.api.Test;

class AnsweredTest {
  private static final List<String> LABELS = List.of("a", "b", "c");

  @Test
  void aHeadThatAlwaysSaysTheSameHasOneClassForAll() {
    assertThat(evidence(.9f, .1f, 0, .8f, .1f, .1f, .4f, .3f, .3f))
        .containsExactlyInAnyOrderEntriesOf(Map.of("predicted_classes", 1, "most_predicted", 1.0));
  }

  @Test
  void theCommonestAnswerIsToldAsAShareOfTheImages() {
    assertThat(evidence(.9f, .1f, 0, 0, .8f, .2f, .5f, .3f, .2f, 0, .1f, .9f))
        .containsExactlyInAnyOrderEntriesOf(Map.of("predicted_classes", 3, "most_predicted", 0.5));
  }

  private static Map<String, Object> evidence(float... probabilities) {
    int images = probabilities.length / LABELS.size();
    Evaluation own =
        new Evaluation(
            LABELS,
            Collections.nCopies(images, Path.of("image")),
            new int[images],
            new Tensor(probabilities, images, LABELS.size()));
    Map<String, Object> evidence = new LinkedHashMap<>();
    Answered.of(own, evidence);
    return evidence;
  }
}
