package org.graft.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.plan.Tensor;
import org.graft.train.Calibration;
import org.graft.train.Calibration.Bin;
import org.graft.train.Evaluation;
import org.junit.jupiter.api.Test;

/** Figures of six predictions, worked out by hand. */
class EvaluationFiguresTest {
  private static final Evaluation SIX =
      evaluation(
          new int[] {0, 0, 0, 1, 1, 2},
          new float[] {
            0.9f, 0.1f, 0.0f,
            0.2f, 0.7f, 0.1f,
            0.8f, 0.1f, 0.1f,
            0.1f, 0.9f, 0.0f,
            0.5f, 0.4f, 0.1f,
            0.3f, 0.6f, 0.1f
          });

  private static Evaluation evaluation(int[] truth, float... probabilities) {
    List<Path> files = IntStream.range(0, truth.length).mapToObj(i -> Path.of(i + ".jpg")).toList();
    return new Evaluation(
        List.of("a", "b", "c"), files, truth, new Tensor(probabilities, truth.length, 3));
  }

  @Test
  void precisionRecallAndF1() {
    List<ClassScore> scores = ClassScore.of(SIX);
    assertThat(scores.get(0)).isEqualTo(new ClassScore("a", 2 / 3.0, 2 / 3.0, 2 / 3.0, 3));
    assertThat(scores.get(1)).isEqualTo(new ClassScore("b", 1 / 3.0, 0.5, 0.4, 2));
    assertThat(scores.get(2)).isEqualTo(new ClassScore("c", 0, 0, 0, 1));
  }

  /** Bins 0.8-0.9: one of two of 0.9 … and so on; the error is the mean gap by images. */
  @Test
  void expectedCalibrationError() {
    Calibration calibration = Calibration.of(SIX);
    assertThat(calibration.bins()).hasSize(10);
    assertThat(calibration.bins().stream().mapToInt(Bin::images).sum()).isEqualTo(6);
    double gaps = Math.abs(1.8 - 2) + 0.7 + Math.abs(0.8 - 1) + 0.5 + 0.6;
    assertThat(calibration.error()).isCloseTo(gaps / 6, within(1e-6));
  }

  @Test
  void numbersThatAreNoneAreTheLeastSure() {
    Calibration calibration =
        Calibration.of(evaluation(new int[] {1}, Float.NaN, Float.NaN, Float.NaN));
    assertThat(calibration.bins().get(0).images()).isEqualTo(1);
    assertThat(calibration.error()).isZero();
  }
}
