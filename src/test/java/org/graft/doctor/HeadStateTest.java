package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.graft.feature.Features;
import org.graft.fixture.DenseHead;
import org.graft.head.Head;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.api.Test;

/** A head of two hidden units on two features of two images, by hand. */
class HeadStateTest {
  private static final List<Path> IMAGES = List.of(Path.of("1"), Path.of("2"));

  /** Of mean 2 and 1.5, of deviation 1 and 0.5: standardised (-1, 1) and (1, -1). */
  private static final Features FEATURES = features(Tensor.rows(row(1, 2), row(3, 1)));

  /** The units take x - y, here -1 and 2, and 2.5 - x - y, here -0.5 and -1.5. */
  @Test
  void aUnitIsDeadWhereNoImageRaisesItAboveZero() {
    assertThat(HeadState.dead(head(false, 0, 2.5f), FEATURES)).isEqualTo(0.5);
    assertThat(HeadState.dead(head(false, -2.5f, 2.5f), FEATURES)).isEqualTo(1);
    assertThat(HeadState.dead(head(false, 0, 3.25f), FEATURES)).isZero();
  }

  /** The same units take -2 and 2, and 2.5 both times. */
  @Test
  void standardisedFeaturesAreWhatTheUnitsSee() {
    assertThat(HeadState.dead(head(true, 0, 2.5f), FEATURES)).isZero();
    assertThat(HeadState.dead(head(true, -2.5f, 2.5f), FEATURES)).isEqualTo(0.5);
  }

  /** The second unit gives -x - y = 0 for both. */
  @Test
  void aUnitThatGivesExactlyZeroIsDead() {
    assertThat(HeadState.dead(head(true, 0, 0), FEATURES)).isEqualTo(0.5);
  }

  @Test
  void theFeaturesAreLeftAsTheyAre() {
    HeadState.dead(head(true, 0, 0), FEATURES);
    assertThat(FEATURES.values().values()).containsExactly(1, 2, 3, 1);
  }

  @Test
  void withoutHiddenLayerNothingIsDead() {
    Weights weights =
        Weights.builder()
            .put(Head.LOGITS, Weights.KERNEL, new Tensor(new float[4], 2, 2))
            .put(Head.LOGITS, Weights.BIAS, Tensor.vector(0, 0))
            .build();
    assertThat(HeadState.dead(DenseHead.of(2, 0, 0, false).alone(2, weights), FEATURES)).isZero();
  }

  @Test
  void ofAHeadThatReadsMoreThanTheMeanNothingIsSaid() {
    Features narrow = features(Tensor.rows(row(1), row(3)));
    assertThat(HeadState.dead(head(false, -9, -9), narrow)).isZero();
  }

  private static Model head(boolean standardized, float... bias) {
    Weights.Builder weights =
        Weights.builder()
            .put(Head.HIDDEN, Weights.KERNEL, Tensor.rows(row(1, -1), row(-1, -1)))
            .put(Head.HIDDEN, Weights.BIAS, Tensor.vector(bias))
            .put(Head.LOGITS, Weights.KERNEL, new Tensor(new float[4], 2, 2))
            .put(Head.LOGITS, Weights.BIAS, Tensor.vector(0, 0));
    if (standardized) {
      weights
          .put(Head.STANDARDIZE, Weights.MOVING_MEAN, Tensor.vector(2, 1.5f))
          .put(Head.STANDARDIZE, Weights.MOVING_VARIANCE, Tensor.vector(1, 0.25f));
    }
    return DenseHead.of(2, 2, 0, standardized).alone(2, weights.build());
  }

  private static Features features(Tensor values) {
    return new Features(values, new int[] {0, 1}, IMAGES);
  }

  private static float[] row(float... values) {
    return values;
  }
}
