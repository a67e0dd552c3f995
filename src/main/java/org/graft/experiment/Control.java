package org.graft.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.graft.storage.OrDefault;
import org.graft.storage.OrNull;
import org.graft.train.Classes;
import org.graft.train.Evaluation;
import org.graft.train.Measures;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison's rows must be held against.
 *
 * @param name {@code base rate}, {@code chance}, {@code probe} or {@code permuted labels}
 * @param base that it was done on, or {@code null} where it needs none
 * @param accuracy on the test images, 0..1; the mean of several; {@code null} where runs are told
 *     apart by another score
 * @param score that runs are told apart by; the accuracy where it is {@code null}
 * @param ci95 the 95 % interval of it, low and high; {@code null} where it is no measurement
 * @param verdict of a measurement, or {@code null}
 * @param accuracies the scores, one a deal of labels, or {@code null} where none are dealt
 */
public record Control(
    String name,
    @OrNull String base,
    @OrNull @JsonProperty("test_accuracy") Double accuracy,
    @OrDefault Double score,
    @OrNull List<Double> ci95,
    @OrNull String verdict,
    @OrNull List<Double> accuracies) {
  public Control {
    score = score == null ? accuracy : score;
    if (score == null || (ci95 != null && ci95.size() != 2)) {
      throw new IllegalArgumentException("no score, or an interval without two ends");
    }
  }

  /** Always giving the commonest answer, and of classes naming any. */
  public static List<Control> ofData(Evaluation evaluation) {
    List<Control> controls = new ArrayList<>();
    Score score = Score.of(evaluation);
    @Nullable Double accuracy = score.isAccuracy() ? score.base() : null;
    controls.add(new Control("base rate", null, accuracy, score.base(), null, null, null));
    if (evaluation.task() instanceof Classes classes) {
      double chance = 1.0 / classes.labels().size();
      controls.add(new Control("chance", null, chance, chance, null, null, null));
    }
    return controls;
  }

  /** The optimiser-free probe in place of the head: what the features are worth. */
  static Control ofProbe(String base, Evaluation evaluation) {
    Score score = Score.of(evaluation);
    String verdict = Verdict.of(score).toString();
    @Nullable Double accuracy = score.isAccuracy() ? score.value() : null;
    return new Control("probe", base, accuracy, score.value(), score.ci95(), verdict, null);
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
    List<Measures> measures = deals.stream().map(Evaluation::measures).toList();
    List<Double> scores = measures.stream().map(Measures::score).toList();
    DoubleSummaryStatistics all = scores.stream().mapToDouble(s -> s).summaryStatistics();
    double baseRate = measures.get(0).base();
    return new Control(
        "permuted labels",
        base,
        measures.get(0).name().equals(Measures.ACCURACY) ? all.getAverage() : null,
        all.getAverage(),
        List.of(all.getMin(), all.getMax()),
        Verdict.of(all.getAverage(), all.getMin(), baseRate).toString(),
        scores);
  }
}
