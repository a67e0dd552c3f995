package org.graft.train;

import java.nio.file.Path;
import java.util.List;
import org.graft.feature.Features;
import org.graft.plan.Tensor;

/**
 * What a classifier made of labelled images.
 *
 * @param labels names of the classes
 * @param files the images
 * @param truth {@code [n]}, the index of each image's own class
 * @param probabilities {@code [n, classes]}, 0..1, each row with sum 1
 */
public record Evaluation(List<String> labels, List<Path> files, int[] truth, Tensor probabilities) {
  public Evaluation {
    labels = List.copyOf(labels);
    files = List.copyOf(files);
  }

  /** The evaluation of a network whose output was {@code probabilities}. */
  public static Evaluation of(List<String> labels, Features probabilities) {
    return new Evaluation(
        labels, probabilities.files(), probabilities.labels(), probabilities.values());
  }

  /** The same images by another classifier with the same labels. */
  public Evaluation with(Tensor others) {
    return new Evaluation(labels, files, truth, others);
  }

  public int images() {
    return truth.length;
  }

  /** The most probable class of image {@code i}; the first of several. */
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
    return probabilities.values()[i * labels.size() + label];
  }

  public int correct() {
    int correct = 0;
    for (int i = 0; i < truth.length; i++) {
      correct += predicted(i) == truth[i] ? 1 : 0;
    }
    return correct;
  }

  /** Share of the images whose most probable class is their own, 0..1. */
  public double accuracy() {
    return correct() / (double) images();
  }

  /** The accuracy of always naming the commonest class of these images, 0..1. */
  public double baseRate() {
    int[] counts = new int[labels.size()];
    int most = 0;
    for (int label : truth) {
      most = Math.max(most, ++counts[label]);
    }
    return most / (double) images();
  }

  /** Images by their own class (row) and the predicted one (column). */
  public int[][] confusion() {
    int[][] confusion = new int[labels.size()][labels.size()];
    for (int i = 0; i < truth.length; i++) {
      confusion[truth[i]][predicted(i)]++;
    }
    return confusion;
  }
}
