package org.graft.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.feature.Features;
import org.graft.image.PathList;
import org.graft.plan.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a model made of images whose answers are known. Of classes, beyond {@link #MOST_VALUES}
 * probabilities, the ten likeliest and the own class are kept of each image alone, from which all
 * figures follow.
 *
 * @param task what was asked
 * @param files the images
 * @param truth {@code [n]}, the index of each image's own answer: of classes, its class
 * @param probabilities {@code [n, labels]}, 0..1; of classes each row with sum 1. Where a number is
 *     asked for, {@code [n, 1]}, the number
 * @param top {@code null} where all probabilities are kept; otherwise {@code probabilities} are
 *     made of it when they are asked for, the rest dealt out evenly among the classes not kept
 */
public record Evaluation(
    Task task, List<Path> files, int[] truth, Tensor probabilities, @Nullable TopClasses top) {
  /** Probabilities of all images together that are kept one and all. */
  public static final int MOST_VALUES = 1 << 22;

  public Evaluation {
    files = PathList.copyOf(files);
  }

  /** All probabilities being kept. */
  public Evaluation(Task task, List<Path> files, int[] truth, Tensor probabilities) {
    this(task, files, truth, probabilities, null);
  }

  /** Of images of one class each, of which the likeliest classes are kept. */
  Evaluation(Classes task, List<Path> files, int[] truth, TopClasses top) {
    this(
        task,
        files,
        truth,
        Tensor.computed(
            () -> dealtOut(top, truth, task.labels().size()), truth.length, task.labels().size()),
        top);
  }

  private static float[] dealtOut(TopClasses top, int[] truth, int classes) {
    float[] all = new float[Math.multiplyExact(truth.length, classes)];
    for (int j = 0; j < all.length; j++) {
      all[j] = top.probability(j / classes, truth[j / classes], j % classes, classes);
    }
    return all;
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

  /** The same images by another model with the same labels. */
  public Evaluation withProbabilities(Tensor others) {
    return new Evaluation(task, files, truth, others);
  }

  /** Some of the images, which may come more than once. */
  public Evaluation rows(int... chosen) {
    if (top != null && task instanceof Classes classes) {
      List<Path> some = PathList.of(Arrays.stream(chosen).mapToObj(files::get));
      int[] own = Arrays.stream(chosen).map(i -> truth[i]).toArray();
      return new Evaluation(classes, some, own, top.rows(chosen));
    }
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
    return top == null ? highest(probabilities, i) : top.predicted(i);
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
    if (top != null) {
      return top.probability(i, truth[i], label, labels().size());
    }
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

  /** {@code [labels][n]}, whether each label is in each image's own answer. */
  boolean[][] has() {
    boolean[][] has = new boolean[labels().size()][truth.length];
    for (int i = 0; i < truth.length; i++) {
      for (int label : task.labelsOf(truth[i])) {
        has[label][i] = true;
      }
    }
    return has;
  }

  /** Whether image {@code i} is answered right: with its class, or with all its labels alone. */
  public boolean isRight(int i) {
    return task.isRight(this, i);
  }

  /** How sure the model is of what it says of image {@code i}, 0..1. */
  public double sureness(int i) {
    return task.sureness(this, i);
  }

  /** The labels that the model names for image {@code i}, the likeliest first. */
  public List<Integer> named(int i) {
    return task.namedBy(this, i);
  }

  /** Whether another model answers image {@code i} the same. */
  public boolean isSame(Evaluation other, int i) {
    return task.isSame(this, other, i);
  }

  /** What {@code other} gives for the labels that are kept of each of the same images here. */
  public float[] kept(Evaluation other) {
    if (top == null) {
      return other.probabilities.values();
    }
    float[] kept = new float[top.classes().length];
    for (int j = 0; j < kept.length; j++) {
      kept[j] = other.probability(j / top.kept(), top.classes()[j]);
    }
    return kept;
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
    boolean[][] has = has();
    for (int label = 0; label < labels().size(); label++) {
      double share = Ranking.count(has[label]) / (double) images();
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
    return top == null ? task.loss(this) : top.loss();
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
