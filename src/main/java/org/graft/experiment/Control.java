package org.graft.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.graft.storage.OrNull;
import org.graft.train.Evaluation;

/**
 * What a comparison's rows must be held against.
 *
 * @param name {@code base rate}, {@code chance}, {@code probe} or {@code permuted labels}
 * @param base that it was done on, or {@code null} where it needs none
 * @param accuracy on the test images, 0..1; the mean of several
 * @param ci95 the 95 % interval of it, low and high; {@code null} where it is no measurement
 * @param verdict of a measurement, or {@code null}
 * @param accuracies one a deal of labels, or {@code null} where none are dealt
 */
public record Control(
    String name,
    @OrNull String base,
    @JsonProperty("test_accuracy") double accuracy,
    @OrNull List<Double> ci95,
    @OrNull String verdict,
    @OrNull List<Double> accuracies) {
  public Control {
    if (ci95 != null && ci95.size() != 2) {
      throw new IllegalArgumentException("an interval has two ends");
    }
  }

  /** Always naming the commonest class, and naming any. */
  public static List<Control> ofData(Evaluation evaluation) {
    return List.of(
        new Control("base rate", null, evaluation.baseRate(), null, null, null),
        new Control("chance", null, 1.0 / evaluation.labels().size(), null, null, null));
  }

  /** The optimiser-free probe in place of the head: what the features are worth. */
  static Control ofProbe(String base, Evaluation evaluation) {
    Wilson interval = Wilson.of(evaluation.correct(), evaluation.images());
    return new Control(
        "probe",
        base,
        evaluation.accuracy(),
        List.of(interval.low(), interval.high()),
        Verdict.of(evaluation).toString(),
        null);
  }

  /**
   * What came of labels dealt out at random, several times anew, which must fall to the base rate.
   *
   * <p>Images of a class fall to one class together then, so that a single accuracy is not that of
   * as many draws as there are images. The deals, though, are independent, and n accuracies lie all
   * above the median of their distribution with probability 2<sup>-n</sup>, whatever its form: the
   * range of six is an interval of the median with a confidence of 0.969 (Thompson 1936). The
   * verdict is {@link Verdict#BASE_RATE} unless all of them are above the base rate; if the median
   * is not, that comes by chance once in 64 comparisons at most.
   *
   * @param deals the same images tested after each deal
   */
  static Control ofPermuted(String base, List<Evaluation> deals) {
    List<Double> accuracies = deals.stream().map(Evaluation::accuracy).toList();
    DoubleSummaryStatistics all =
        accuracies.stream().mapToDouble(accuracy -> accuracy).summaryStatistics();
    double baseRate = deals.get(0).baseRate();
    return new Control(
        "permuted labels",
        base,
        all.getAverage(),
        List.of(all.getMin(), all.getMax()),
        Verdict.of(all.getAverage(), all.getMin(), baseRate).toString(),
        accuracies);
  }
}
