package org.graft.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.graft.plan.Tensor;

/**
 * The one number that logits are divided by before their softmax, so that probabilities say how
 * often they are right: temperature scaling (Guo et al. 2017, On Calibration of Modern Neural
 * Networks). No answer changes. It has the least cross-entropy on images that the model did not
 * learn from, whose targets leave as much to the other classes as their count warrants (Platt
 * 1999): of n images {@code (n + 1) / (n + 2)} are taken to be right, so that a few images that are
 * all right do not make a model certain.
 *
 * @param value above 0; above 1 where the model was too sure, below where it was too shy
 * @param images that it was found on
 */
record Temperature(double value, int images) {
  private static final double LEAST = 0.01;
  private static final double GREATEST = 100;
  private static final int HALVINGS = 50;
  private static final double LEAST_PROBABILITY = Float.MIN_NORMAL;

  /**
   * Found on what a model gave of images that it did not learn from: one or several evaluations by
   * models alike.
   */
  static Temperature of(List<Evaluation> unseen) {
    int images = unseen.stream().mapToInt(Evaluation::images).sum();
    double[][] logits =
        unseen.stream().flatMap(e -> Arrays.stream(logits(e))).toArray(double[][]::new);
    int[] truth = unseen.stream().flatMapToInt(e -> Arrays.stream(e.truth())).toArray();
    double low = Math.log(1 / GREATEST);
    double high = Math.log(1 / LEAST);
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (slope(logits, truth, Math.exp(middle)) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new Temperature(Math.exp(-(low + high) / 2), images);
  }

  /** What the tempered model says of each image. */
  List<Unknown.Said> said(Evaluation evaluation) {
    List<Unknown.Said> said = new ArrayList<>();
    double[][] logits = logits(evaluation);
    for (int i = 0; i < logits.length; i++) {
      double[] row = logits[i];
      double greatest = Arrays.stream(row).max().orElseThrow();
      double sum = Arrays.stream(row).map(logit -> Math.exp((logit - greatest) / value)).sum();
      said.add(new Unknown.Said(1 / sum, evaluation.isRight(i)));
    }
    return said;
  }

  /** {@code [images][classes]}, logits up to a constant a row: softmax undone. */
  private static double[][] logits(Evaluation evaluation) {
    Tensor probabilities = evaluation.probabilities();
    int classes = probabilities.shape()[1];
    double[][] logits = new double[evaluation.images()][classes];
    for (int i = 0; i < logits.length; i++) {
      for (int c = 0; c < classes; c++) {
        double probability = probabilities.values()[i * classes + c];
        logits[i][c] = Math.log(Math.max(probability, LEAST_PROBABILITY));
      }
    }
    return logits;
  }

  /**
   * How the cross-entropy, which is convex in the inverse of the temperature, changes with it: the
   * mean logit by the model less that by the targets, summed over images.
   */
  private static double slope(double[][] logits, int[] truth, double inverse) {
    double right = (truth.length + 1.0) / (truth.length + 2.0);
    double slope = 0;
    for (int i = 0; i < logits.length; i++) {
      double[] row = logits[i];
      double spread = (1 - right) / Math.max(1, row.length - 1);
      double greatest = Arrays.stream(row).max().orElseThrow();
      double sum = 0;
      double byModel = 0;
      double byTargets = (right - spread) * row[truth[i]];
      for (double logit : row) {
        double weight = Math.exp(inverse * (logit - greatest));
        sum += weight;
        byModel += weight * logit;
        byTargets += spread * logit;
      }
      slope += byModel / sum - byTargets;
    }
    return slope;
  }
}
