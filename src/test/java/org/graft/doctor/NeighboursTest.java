package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.graft.feature.Features;
import org.graft.plan.Tensor;
import org.graft.train.Classes;
import org.graft.train.Evaluation;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static final Classes TASK = new Classes(List.of("near", "far"));

  @Test
  void anImageIsAnsweredWithTheLabelOfItsNearestOtherOne() {
    Evaluation found = evaluation(new int[] {0, 0, 1, 1}, 0, 0, 1, 1, 9, 9, 8, 8);
    assertThat(found.accuracy()).isEqualTo(1);
    assertThat(found.confusion()).isDeepEqualTo(new int[][] {{2, 0}, {0, 2}});
  }

  @Test
  void noImageIsItsOwnNeighbour() {
    Evaluation found = evaluation(new int[] {0, 1, 0, 1}, 0, 0, 0, 1, 9, 9, 9, 8);
    assertThat(found.accuracy()).isZero();
  }

  /** The second feature is hundreds of times as large and tells nothing. */
  @Test
  void aFeatureCountsByItsDeviationAndNotByItsSize() {
    int[] labels = {0, 0, 0, 1, 1, 1};
    Evaluation found = evaluation(labels, -1, 0, -1, 500, -1, 1000, 1, 10, 1, 510, 1, 990);
    assertThat(found.accuracy()).isEqualTo(1);
  }

  private static Evaluation evaluation(int[] labels, float... values) {
    List<Path> files = Collections.nCopies(labels.length, Path.of("image"));
    Tensor rows = new Tensor(values, labels.length, values.length / labels.length);
    return Neighbours.evaluation(TASK, new Features(rows, labels, files));
  }
}
