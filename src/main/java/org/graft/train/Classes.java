package org.graft.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.graft.graph.Criterion;
import org.graft.head.Head;
import org.graft.plan.Activation;
import org.graft.plan.Layer;
import org.graft.plan.Tensor;

/** Each image is of one class: probabilities that sum to 1, of which the highest counts. */
public record Classes(List<String> labels) implements Task {
  /** What users call it. */
  public static final String NAME = "classes";

  public Classes {
    labels = List.copyOf(labels);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int answers() {
    return labels.size();
  }

  @Override
  public String described() {
    return labels.size() + " classes";
  }

  @Override
  public String word() {
    return "class";
  }

  @Override
  public String other() {
    return "another class";
  }

  @Override
  public String written(List<Integer> one) {
    return labels.get(one.get(0));
  }

  @Override
  public Layer last() {
    return Head.probabilities(Activation.SOFTMAX);
  }

  @Override
  public Criterion criterion() {
    return Criterion.SOFTMAX;
  }

  @Override
  public float unknown() {
    return 1f / labels.size();
  }

  @Override
  public Tensor targets(int[] answers, double smoothing) {
    int classes = labels.size();
    float[] values = new float[answers.length * classes];
    Arrays.fill(values, (float) (smoothing / classes));
    for (int i = 0; i < answers.length; i++) {
      values[i * classes + answers[i]] += (float) (1 - smoothing);
    }
    return new Tensor(values, answers.length, classes);
  }

  @Override
  public double rightShare(Tensor logits, int row, int answer) {
    return Evaluation.highest(logits, row) == answer ? 1 : 0;
  }

  @Override
  public boolean isRight(Evaluation evaluation, int image) {
    return evaluation.predicted(image) == evaluation.truth()[image];
  }

  @Override
  public int[] strata(int... answers) {
    return answers;
  }

  @Override
  public List<String> strataNames() {
    return labels;
  }

  /** The highest probability. */
  @Override
  public double sureness(Evaluation evaluation, int image) {
    return evaluation.probability(image, evaluation.predicted(image));
  }

  @Override
  public Measures measures(Evaluation evaluation) {
    return new Measures(
        Measures.ACCURACY,
        Measures.ACCURACY,
        evaluation.accuracy(),
        evaluation.baseRate(),
        Map.of(),
        "");
  }

  @Override
  public List<Integer> namedBy(Evaluation evaluation, int image) {
    return List.of(evaluation.predicted(image));
  }
}
