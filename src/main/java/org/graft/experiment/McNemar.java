package org.graft.experiment;

import java.util.stream.IntStream;
import org.graft.train.Evaluation;

/**
 * McNemar's exact test (1947) of two classifiers on the same images: of the images that only one of
 * them gets right, each would fall to either by half.
 *
 * @param onlyFirst images that only the first gets right
 * @param onlySecond images that only the second gets right
 */
public record McNemar(int onlyFirst, int onlySecond) {
  /** Both evaluations are of the same images in the same order. */
  public static McNemar of(Evaluation first, Evaluation second) {
    if (!first.files().equals(second.files())) {
      throw new IllegalArgumentException("evaluations of different images");
    }
    return new McNemar(onlyRight(first, second), onlyRight(second, first));
  }

  private static int onlyRight(Evaluation one, Evaluation other) {
    return (int)
        IntStream.range(0, one.images()).filter(i -> one.isRight(i) && !other.isRight(i)).count();
  }

  /** Two-sided: the probability of a difference at least this large by chance. */
  public double probability() {
    int more = Math.max(onlyFirst, onlySecond);
    return Math.min(1, 2 * Binomial.atLeast(more, onlyFirst + onlySecond, 0.5));
  }

  /** Whether the second is better than the first, with an error probability below {@code level}. */
  public boolean secondIsBetter(double level) {
    return onlySecond > onlyFirst && probability() < level;
  }
}
