package org.graft.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import org.graft.train.Evaluation;
import org.graft.train.HeadStyle;
import org.graft.train.Loss;
import org.graft.train.TrainRequest;

/**
 * What a comparison's rows must be held against.
 *
 * @param name {@code base rate}, {@code chance}, {@code probe} or {@code permuted labels}
 * @param base that it was done on, or {@code null} where it needs none
 * @param accuracy on the test images, 0..1
 * @param ci95 the 95 % interval of it, low and high; {@code null} where it is no measurement
 * @param verdict of a training, or {@code null}
 */
public record Control(
    String name,
    String base,
    @JsonProperty("test_accuracy") double accuracy,
    List<Double> ci95,
    String verdict) {
  /** Always naming the commonest class, and naming any. */
  public static List<Control> ofData(Evaluation evaluation) {
    return List.of(
        new Control("base rate", null, evaluation.baseRate(), null, null),
        new Control("chance", null, 1.0 / evaluation.labels().size(), null, null));
  }

  /** What came of a training that serves as a control. */
  public static Control of(String name, String base, Evaluation evaluation) {
    Wilson interval = Wilson.of(evaluation.correct(), evaluation.images());
    return new Control(
        name,
        base,
        evaluation.accuracy(),
        List.of(interval.low(), interval.high()),
        Verdict.of(evaluation).toString());
  }

  /**
   * What came of labels dealt out at random. A head takes all images of a class for much the same
   * then, so that the classes of the test images are what counts as draws, not the images.
   */
  public static Control ofPermuted(String base, Evaluation evaluation) {
    int draws = (int) Arrays.stream(evaluation.truth()).distinct().count();
    Wilson interval = Wilson.of((int) Math.round(evaluation.accuracy() * draws), draws);
    return new Control(
        "permuted labels",
        base,
        evaluation.accuracy(),
        List.of(interval.low(), interval.high()),
        Verdict.of(evaluation.accuracy(), draws, evaluation.baseRate()).toString());
  }

  /** The optimiser-free probe in place of the head: what the features are worth. */
  public static TrainRequest probe(TrainRequest request) {
    return request.headOnly().with(request.recipe().with(HeadStyle.LOGISTIC).with(Loss.PLAIN));
  }

  /** The same head on labels dealt out at random, which must fall to the base rate. */
  public static TrainRequest permuted(TrainRequest request) {
    return request.headOnly().with(Permuted.of(request.data(), request.seed()));
  }
}
