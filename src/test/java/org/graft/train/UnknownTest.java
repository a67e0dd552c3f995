package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.graft.plan.Tensor;
import org.graft.train.Unknown.Said;
import org.junit.jupiter.api.Test;

/** The bound below which an image is unknown answers as many as it can at the wanted precision. */
class UnknownTest {
  private static final List<Said> FIVE =
      List.of(
          new Said(0.6, false),
          new Said(0.9, true),
          new Said(0.8, true),
          new Said(0.7, false),
          new Said(0.5, true));

  @Test
  void boundLiesMidwayBelowTheLastAnswer() {
    assertThat(Unknown.below(1, FIVE)).isCloseTo(0.75, within(1e-12));
    assertThat(Unknown.below(0.66, FIVE)).isCloseTo(0.65, within(1e-12));
  }

  @Test
  void allAreAnsweredWhereThatIsRightOftenEnough() {
    assertThat(Unknown.below(0.6, FIVE)).isZero();
  }

  @Test
  void noneIsWhereNoBoundIsRightOftenEnough() {
    assertThat(Unknown.below(0.9, List.of(new Said(0.9, false), new Said(0.8, true)))).isOne();
  }

  @Test
  void equalProbabilitiesAreNotParted() {
    List<Said> equal =
        List.of(
            new Said(0.9, true), new Said(0.9, true), new Said(0.9, false), new Said(0.4, true));
    assertThat(Unknown.below(0.9, equal)).isOne();
  }

  /** Against trying every bound. */
  @Test
  void noOtherBoundAnswersMore() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      List<Said> said = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        double probability = random.nextInt(20) / 20.0;
        said.add(new Said(probability, random.nextDouble() < 0.5 + probability / 2));
      }
      double below = Unknown.below(0.9, said);
      assertThat(answered(said, below)).isEqualTo(most(said));
      assertThat(right(said, below)).isGreaterThanOrEqualTo(answered(said, below) == 0 ? 0 : 0.9);
    }
  }

  private static long most(List<Said> said) {
    return said.stream()
        .map(Said::probability)
        .filter(bound -> right(said, bound) >= 0.9)
        .mapToLong(bound -> answered(said, bound))
        .max()
        .orElse(0);
  }

  private static long answered(List<Said> said, double below) {
    return said.stream().filter(s -> s.probability() >= below).count();
  }

  private static double right(List<Said> said, double below) {
    return said.stream()
        .filter(s -> s.probability() >= below)
        .mapToInt(s -> s.right() ? 1 : 0)
        .average()
        .orElse(0);
  }

  /** Tempering by 2 takes the root of each probability; the test images are told as they are. */
  @Test
  void unseenImagesAreTemperedAndTestedOnesAreAlready() {
    Evaluation unseen = evaluation(new float[] {0.9f, 0.1f, 0.8f, 0.2f}, 0, 1);
    Evaluation tested = evaluation(new float[] {0.7f, 0.3f, 0.74f, 0.26f}, 0, 0);
    Unknown unknown = Unknown.of(1, new Temperature(2, 2), List.of(unseen), tested);

    double sure = 3.0 / (3 + 1);
    double less = 2.0 / (2 + 1);
    assertThat(unknown.below()).isCloseTo((sure + less) / 2, within(1e-6));
    assertThat(unknown.answered()).isEqualTo(0.5);
    assertThat(unknown.right()).isEqualTo(1);
  }

  private static Evaluation evaluation(float[] probabilities, int... truth) {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < truth.length; i++) {
      files.add(Path.of("image" + i));
    }
    return new Evaluation(
        List.of("a", "b"), files, truth, new Tensor(probabilities, truth.length, 2));
  }
}
