package org.graft.train;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.graph.Criterion;
import org.graft.head.Head;
import org.graft.image.LabelSets;
import org.graft.plan.Activation;
import org.graft.plan.Layer;
import org.graft.plan.Tensor;
import org.graft.storage.Json;

/**
 * Each image has any number of labels: a probability for each of them, independent of the others',
 * and a label is named from its threshold on.
 *
 * @param sets the answers
 * @param thresholds one a label, 0..1
 */
public record SeveralLabels(List<String> labels, LabelSets sets, List<Float> thresholds)
    implements Task {
  /** What users call it. */
  public static final String NAME = "multi-label";

  /** Where nothing says otherwise: what is likelier than not. */
  private static final float HALF = 0.5f;

  public SeveralLabels {
    labels = List.copyOf(labels);
    thresholds = List.copyOf(thresholds);
    if (thresholds.size() != labels.size()) {
      throw new IllegalArgumentException(thresholds.size() + " thresholds of " + labels);
    }
  }

  SeveralLabels(List<String> labels, LabelSets sets) {
    this(labels, sets, Collections.nCopies(labels.size(), HALF));
  }

  SeveralLabels withThresholds(List<Float> others) {
    return new SeveralLabels(labels, sets, others);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int answers() {
    return sets.count();
  }

  @Override
  public String described() {
    return labels.size() + " labels";
  }

  @Override
  public String word() {
    return "labels";
  }

  @Override
  public String other() {
    return "other labels";
  }

  @Override
  public List<Integer> labelsOf(int answer) {
    return sets.sets().get(answer);
  }

  @Override
  public String inWords(List<Integer> chosen) {
    return LabelSets.inWords(chosen, labels);
  }

  /** A JSON array of their names. */
  @Override
  public String written(List<Integer> chosen) {
    return Json.line(chosen.stream().map(labels::get).toList());
  }

  @Override
  public Layer last() {
    return Head.probabilities(Activation.SIGMOID);
  }

  @Override
  public Criterion criterion() {
    return Criterion.SIGMOID;
  }

  @Override
  public float unknown() {
    return HALF;
  }

  @Override
  public Tensor targets(int[] answers, double smoothing) {
    int width = labels.size();
    float[] values = new float[answers.length * width];
    for (int j = 0; j < values.length; j++) {
      double target = sets.has(answers[j / width], j % width) ? 1 : 0;
      values[j] = (float) (target * (1 - smoothing) + smoothing / 2);
    }
    return new Tensor(values, answers.length, width);
  }

  /** Of the labels, as Keras' {@code binary_accuracy}. */
  @Override
  public double rightShare(Tensor logits, int row, int answer) {
    int right = 0;
    for (int label = 0; label < labels.size(); label++) {
      boolean named = logits.values()[row * labels.size() + label] > 0;
      right += named == sets.has(answer, label) ? 1 : 0;
    }
    return right / (double) labels.size();
  }

  @Override
  public boolean isRight(Evaluation evaluation, int image) {
    int answer = evaluation.truth()[image];
    return IntStream.range(0, labels.size())
        .allMatch(label -> isNamed(evaluation, image, label) == sets.has(answer, label));
  }

  boolean isNamed(Evaluation evaluation, int image, int label) {
    return evaluation.probability(image, label) >= thresholds.get(label);
  }

  @Override
  public int[] strata(int... answers) {
    return sets.strata(labels.size(), answers);
  }

  /** The labels, and one more group of images without any. */
  @Override
  public List<String> strataNames() {
    return Stream.concat(labels.stream(), Stream.of(LabelSets.NONE)).toList();
  }

  /** The probability that it gives to all that it says, each label counting by itself. */
  @Override
  public double sureness(Evaluation evaluation, int image) {
    double sure = 1;
    for (int label = 0; label < labels.size(); label++) {
      double probability = evaluation.probability(image, label);
      sure *= isNamed(evaluation, image, label) ? probability : 1 - probability;
    }
    return sure;
  }

  @Override
  public Measures measures(Evaluation evaluation) {
    return LabelScore.measures(evaluation, LabelScore.of(this, evaluation));
  }

  @Override
  public SeveralLabels decidedOn(Evaluation heldOut) {
    boolean[][] has = heldOut.has();
    return withThresholds(
        IntStream.range(0, labels.size())
            .mapToObj(label -> Threshold.best(heldOut.column(label), has[label]))
            .toList());
  }

  @Override
  public List<Integer> namedBy(Evaluation evaluation, int image) {
    return IntStream.range(0, labels.size())
        .filter(label -> isNamed(evaluation, image, label))
        .boxed()
        .sorted(Comparator.comparingDouble(label -> -evaluation.probability(image, label)))
        .toList();
  }
}
