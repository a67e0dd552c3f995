package org.graft.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.graph.Criterion;
import org.graft.image.Dataset;
import org.graft.image.LabelSets;
import org.graft.image.Numbers;
import org.graft.plan.Layer;
import org.graft.plan.Tensor;

/**
 * What is asked of a model: what the targets are, what is minimised, what makes of logits what the
 * model gives, what that means, and how it is measured. An image's label is an index into the
 * answers of the task.
 */
public sealed interface Task permits Classes, SeveralLabels, Regression {
  static Task of(Dataset data) {
    if (data.targets() instanceof Numbers numbers) {
      return Regression.of(data, numbers);
    }
    return data.targets() instanceof LabelSets sets
        ? new SeveralLabels(data.labels(), sets)
        : new Classes(data.labels());
  }

  /** What users call it. */
  String name();

  /** Names of the model's outputs, in order. */
  List<String> labels();

  /** Number of answers that images have. */
  int answers();

  /** What is learned: {@code 12 classes}. */
  String described();

  /** What an answer is called: {@code class}, {@code labels}, {@code number}. */
  String word();

  /** A different answer: {@code another class}. */
  String other();

  /** An answer in words. */
  default String named(int answer) {
    return inWords(labelsOf(answer));
  }

  /** The labels of an answer, ascending. */
  default List<Integer> labelsOf(int answer) {
    return List.of(answer);
  }

  /** Labels in words. */
  default String inWords(List<Integer> labels) {
    return written(labels);
  }

  /** Labels as a table has them in one cell. */
  String written(List<Integer> labels);

  /** What a model gives for an image, as a table has it in one cell. */
  default String given(Evaluation evaluation, int image) {
    return written(namedBy(evaluation, image));
  }

  /** What stands behind the logits: a head's last layer. */
  Layer last();

  Criterion criterion();

  /** The same by what a loss asks of the task, if it asks anything. */
  default Task by(Loss loss) {
    return this;
  }

  /** Whether answers are right or wrong, rather than near or far. */
  default boolean isCounted() {
    return true;
  }

  /** Mean cost of an evaluation's images. */
  default double loss(Evaluation evaluation) {
    float[] targets = targets(evaluation.truth(), 0).values();
    float[] outputs = evaluation.probabilities().values();
    return criterion().ofProbabilities(outputs, targets, evaluation.images());
  }

  /** Whether two models give an image the same answer. */
  default boolean isSame(Evaluation one, Evaluation other, int image) {
    return Set.copyOf(namedBy(one, image)).equals(Set.copyOf(namedBy(other, image)));
  }

  /**
   * {@code [n, outputs]}.
   *
   * @param answers of n images
   * @param smoothing share of each target that is spread, 0..1
   */
  Tensor targets(int[] answers, double smoothing);

  /** {@code [n, outputs]}: what a model gives that knows the images' answers. */
  default Tensor certain(int... answers) {
    return targets(answers, 0);
  }

  /** {@code [n, outputs]}: what a model gives that tells no image from another. */
  default Tensor ignorant(int images) {
    float[] values = new float[images * labels().size()];
    Arrays.fill(values, unknown());
    return new Tensor(values, images, labels().size());
  }

  /** What a model gives for each output that tells no image from another. */
  float unknown();

  /**
   * How much of an image's answer is right by a row of logits, 0..1, while a model learns; NaN
   * where answers are not counted.
   */
  double rightShare(Tensor logits, int row, int answer);

  /** Whether all of an image's answer is right. */
  boolean isRight(Evaluation evaluation, int image);

  /** Groups of like images, which parts of the data should have in like shares; from 0. */
  int[] strata(int... answers);

  /** The place of each image among those of its group, from 0. */
  default int[] places(int... answers) {
    Map<Integer, Integer> seen = new HashMap<>();
    return Arrays.stream(strata(answers))
        .map(group -> seen.merge(group, 1, Integer::sum) - 1)
        .toArray();
  }

  /** What the groups are called. */
  List<String> strataNames();

  /** How sure the model is of what it names of an image, or does not, 0..1. */
  double sureness(Evaluation evaluation, int image);

  /** How well the model does. */
  Measures measures(Evaluation evaluation);

  /** The same with what is decided on images held out, if anything is. */
  default Task decidedOn(Evaluation heldOut) {
    return this;
  }

  /** The labels that the model names for an image, the likeliest first. */
  List<Integer> namedBy(Evaluation evaluation, int image);
}
