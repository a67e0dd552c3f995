package org.graft.experiment;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.graft.train.Evaluation;
import org.graft.train.Measures;

/**
 * What runs are told apart by, with its uncertainty.
 *
 * @param name of it
 * @param value at most 1
 * @param base the score of a model that knows the answers and not the images
 * @param ci95 its 95 % interval, low and high: Wilson's of an accuracy, else the percentiles of
 *     1000 bootstrap samples of the images (Efron 1979)
 * @param images that it was measured on
 */
public record Score(String name, double value, double base, List<Double> ci95, int images) {
  private static final int SAMPLES = 1000;
  private static final double TAIL = 0.025;

  public Score {
    ci95 = List.copyOf(ci95);
  }

  /** Of an evaluation, the same whenever asked. */
  public static Score of(Evaluation evaluation) {
    Measures measures = evaluation.measures();
    List<Double> ci95 =
        measures.name().equals(Measures.ACCURACY)
            ? wilson(measures.score(), evaluation.images())
            : bootstrap(evaluation);
    return new Score(measures.name(), measures.score(), measures.base(), ci95, evaluation.images());
  }

  /** Whether it is the share of images that are answered right. */
  public boolean isAccuracy() {
    return name.equals(Measures.ACCURACY);
  }

  public double low() {
    return ci95.get(0);
  }

  public double high() {
    return ci95.get(1);
  }

  /** The same for a mean over several runs, with the interval that one run of that score has. */
  Score at(double mean) {
    double moved = mean - value;
    return new Score(
        name,
        mean,
        base,
        isAccuracy() ? wilson(mean, images) : List.of(low() + moved, Math.min(1, high() + moved)),
        images);
  }

  private static List<Double> wilson(double share, int images) {
    Wilson interval = Wilson.of((int) Math.round(share * images), images);
    return List.of(interval.low(), interval.high());
  }

  private static List<Double> bootstrap(Evaluation evaluation) {
    SplittableRandom random = new SplittableRandom(0);
    int images = evaluation.images();
    double[] scores =
        Stream.generate(() -> random.ints(images, 0, images).toArray())
            .limit(SAMPLES)
            .mapToDouble(drawn -> evaluation.rows(drawn).measures().score())
            .sorted()
            .toArray();
    int cut = (int) (TAIL * SAMPLES);
    return List.of(scores[cut], scores[SAMPLES - 1 - cut]);
  }
}
