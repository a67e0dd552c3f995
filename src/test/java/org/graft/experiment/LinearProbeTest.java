package org.graft.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.feature.Features;
import org.graft.plan.Tensor;
import org.graft.train.Classes;
import org.graft.train.Evaluation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearProbeTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void everyImageIsHeldOutOnceHoweverFewThereAre(int ofEach) {
    int[] labels = IntStream.range(0, 2 * ofEach).map(i -> i % 2).toArray();
    float[] values = new float[labels.length];
    for (int i = 0; i < labels.length; i++) {
      values[i] = labels[i];
    }
    List<Path> files = IntStream.range(0, labels.length).mapToObj(i -> Path.of("" + i)).toList();
    Features features = new Features(new Tensor(values, labels.length, 1), labels, files);

    Evaluation tested = LinearProbe.heldOut(new Classes(List.of("a", "b")), features);

    assertThat(tested.files()).containsExactlyInAnyOrderElementsOf(files);
    assertThat(tested.probabilities().isFinite()).isTrue();
    assertThat(tested.accuracy()).isEqualTo(ofEach == 1 ? 0.5 : 1);
  }
}
