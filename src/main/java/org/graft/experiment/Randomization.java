package org.graft.experiment;

import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.graft.plan.Tensor;
import org.graft.train.Classes;
import org.graft.train.Evaluation;

/**
 * Tests of scores that no formula has a distribution of, by what chance itself brings about (Noreen
 * 1989). Of classes the exact forms are taken: McNemar's and the binomial test.
 */
public final class Randomization {
  private static final int DRAWS = 1999;

  private Randomization() {}

  /**
   * Whether the second of two models does better on the same images, with an error probability
   * below {@code level} on both sides: each draw lets them change places, image by image.
   */
  public static boolean secondIsBetter(Evaluation first, Evaluation second, double level) {
    if (first.task() instanceof Classes) {
      return McNemar.of(first, second).secondIsBetter(level);
    }
    if (!first.files().equals(second.files())) {
      throw new IllegalArgumentException("evaluations of different images");
    }
    double gain = gain(first, second);
    return gain > 0
        && isRare(
            level / 2,
            random -> {
              boolean[] swapped = new boolean[first.images()];
              for (int i = 0; i < swapped.length; i++) {
                swapped[i] = random.nextBoolean();
              }
              return gain(mixed(first, second, swapped), mixed(second, first, swapped)) >= gain;
            });
  }

  /**
   * Whether a model does better than it would if the images' answers were dealt out among them at
   * random, with an error probability below {@code level}.
   */
  public static boolean knows(Evaluation evaluation, double level) {
    if (evaluation.task() instanceof Classes) {
      int correct = evaluation.correct();
      return Binomial.atLeast(correct, evaluation.images(), evaluation.baseRate()) < level;
    }
    double score = evaluation.measures().score();
    return isRare(
        level,
        random -> {
          int[] dealt = Permuted.of(evaluation.truth(), random);
          Evaluation other =
              new Evaluation(
                  evaluation.task(), evaluation.files(), dealt, evaluation.probabilities());
          return other.measures().score() >= score;
        });
  }

  /**
   * Ends as soon as it cannot be rare any more (Besag and Clifford 1991).
   *
   * @param isAsGood whether a draw of chance is at least as good as what was measured
   */
  private static boolean isRare(double level, Predicate<SplittableRandom> isAsGood) {
    SplittableRandom random = new SplittableRandom(0);
    int asGood = 1;
    for (int i = 0; i < DRAWS && asGood < level * (DRAWS + 1); i++) {
      asGood += isAsGood.test(random) ? 1 : 0;
    }
    return asGood < level * (DRAWS + 1);
  }

  private static double gain(Evaluation first, Evaluation second) {
    return second.measures().score() - first.measures().score();
  }

  /** The first's rows, and the second's where they are swapped. */
  private static Evaluation mixed(Evaluation first, Evaluation second, boolean... swapped) {
    Tensor rows = first.probabilities();
    float[] values = rows.values().clone();
    int width = values.length / swapped.length;
    for (int i = 0; i < swapped.length; i++) {
      if (swapped[i]) {
        System.arraycopy(second.probabilities().values(), i * width, values, i * width, width);
      }
    }
    return first.withProbabilities(new Tensor(values, rows.shape()));
  }
}
