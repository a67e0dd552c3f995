package org.graft.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.feature.Features;
import org.graft.plan.Tensor;

/**
 * What a model made of images whose answers are known.
 *
 * @param task what was asked
 * @param files the images
 * @param truth {@code [n]}, the index of each image's own answer: of classes, its class
 * @param probabilities {@code [n, labels]}, 0..1; of classes each row with sum 1. Where a number is
 *     asked for, {@code [n, 1]}, the number
 */
public record Evaluation(Task task, List<Path> files, int[] truth, Tensor probabilities) {
  public Evaluation {
    files = List.copyOf(files);
  }

  /** Of images of one class each. */
  public Evaluation(List<String> labels, List<Path> files, int[] truth, Tensor probabilities) {
    this(new Classes(labels), files, truth, probabilities);
  }

  /** The evaluation of a network whose output was {@code probabilities}. */
  public static Evaluation of(Task task, Features probabilities) {
    return new Evaluation(
        task, probabilities.files(), probabilities.labels(), probabilities.values());
  }

  /** The same of images of one class each. */
  public static Evaluation of(List<String> labels, Features probabilities) {
    return of(new Classes(labels), probabilities);
  }

  /** The same images by another model with the same labels. */
  public Evaluation with(Tensor others) {
    return new Evaluation(task, files, truth, others);
  }

  /** The same outputs, decided otherwise. */
  Evaluation with(Task other) {
    return new Evaluation(other, files, truth, probabilities);
  }

  /** Some of the images, which may come more than once. */
  public Evaluation rows(int... chosen) {
    Features rows = new Features(probabilities, truth, files).rows(chosen);
    return of(task, rows);
  }

  /** Names of what the model gives probabilities of. */
  public List<String> labels() {
    return task.labels();
  }

  public int images() {
    return truth.length;
  }

  /** The most probable label of image {@code i}; the first of several. */
  public int predicted(int i) {
    return highest(probabilities, i);
  }

  /** The first of the highest values in row {@code i} of {@code [n, classes]}. */
  static int highest(Tensor rows, int i) {
    int classes = rows.shape()[1];
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = rows.values()[i * classes + c] > rows.values()[i * classes + best] ? c : best;
    }
    return best;
  }

  public float probability(int i, int label) {
    return probabilities.values()[i * labels().size() + label];
  }

  /** {@code [n]}, the probabilities of one label. */
  float[] column(int label) {
    float[] column = new float[truth.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = probability(i, label);
    }
    return column;
  }

  /** {@code [n]}, whether a label is in each image's own answer. */
  boolean[] has(int label) {
    float[] targets = task.targets(truth, 0).values();
    boolean[] has = new boolean[truth.length];
    for (int i = 0; i < has.length; i++) {
      has[i] = targets[i * labels().size() + label] > 0;
    }
    return has;
  }

  /** Whether image {@code i} is answered right: with its class, or with all its labels alone. */
  public boolean isRight(int i) {
    return task.isRight(probabilities, i, truth[i]);
  }

  /** How sure the model is of what it says of image {@code i}, 0..1. */
  public double sureness(int i) {
    return task.sureness(probabilities, i);
  }

  public int correct() {
    int correct = 0;
    for (int i = 0; i < truth.length; i++) {
      correct += isRight(i) ? 1 : 0;
    }
    return correct;
  }

  /** Share of the images that are answered right, 0..1. */
  public double accuracy() {
    return correct() / (double) images();
  }

  /** The accuracy of always giving the commonest answer of these images, 0..1. */
  public double baseRate() {
    int[] counts = new int[task.answers()];
    int most = 0;
    for (int label : truth) {
      most = Math.max(most, ++counts[label]);
    }
    return most / (double) images();
  }

  /**
   * Share of all labels of all images that always giving each label's commoner answer gets right,
   * as a training's accuracy counts them where an image may have several, 0..1.
   */
  public double commonestShare() {
    double sum = 0;
    for (int label = 0; label < labels().size(); label++) {
      double share = Ranking.count(has(label)) / (double) images();
      sum += Math.max(share, 1 - share);
    }
    return sum / labels().size();
  }

  /** How well the model does by what counts in the task. */
  public Measures measures() {
    return task.measures(this);
  }

  /** Mean cost of the images' answers; of probabilities their cross-entropy, in nats. */
  public double loss() {
    return task.loss(this);
  }

  /** What JSON tells of it: shares of right answers where answers are counted, then what counts. */
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    if (task.isCounted()) {
      figures.put("test_accuracy", accuracy());
      figures.put("base_rate", baseRate());
    }
    figures.putAll(measures().all());
    return figures;
  }

  /** Images by their own class (row) and the predicted one (column). */
  public int[][] confusion() {
    int[][] confusion = new int[labels().size()][labels().size()];
    for (int i = 0; i < truth.length; i++) {
      confusion[truth[i]][predicted(i)]++;
    }
    return confusion;
  }
}
