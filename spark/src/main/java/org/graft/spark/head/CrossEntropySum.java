package org.graft.spark.head;

import dev.ludovic.netlib.blas.BLAS;
import java.io.Serializable;

/** The cross-entropies of images, summed, with their gradient. */
final class CrossEntropySum implements Serializable {
  private static final long serialVersionUID = 1;
  private static final BLAS PRODUCTS = BLAS.getInstance();

  private double loss;

  /**
   * {@code [width + 1, classes]}, the last row of the bias; {@code null} before the first image.
   */
  private double[] gradient;

  double loss() {
    return loss;
  }

  double[] gradient() {
    return gradient;
  }

  /**
   * Adds those of a block.
   *
   * @param parameters {@code [width + 1, classes]}
   */
  CrossEntropySum with(Block block, double... parameters) {
    int images = block.places().length;
    int width = block.x().length / images;
    int classes = parameters.length / (width + 1);
    double[] x = block.wide();
    double[] rows = new double[images * classes];
    for (int row = 0; row < images; row++) {
      System.arraycopy(parameters, width * classes, rows, row * classes, classes);
    }
    PRODUCTS.dgemm(
        "N", "N", classes, images, width, 1, parameters, classes, x, width, 1, rows, classes);
    double[] own = new double[parameters.length];
    for (int row = 0; row < images; row++) {
      loss += differences(rows, row * classes, classes, block.places()[row]);
      for (int c = 0; c < classes; c++) {
        own[width * classes + c] += rows[row * classes + c];
      }
    }
    PRODUCTS.dgemm("N", "T", classes, width, images, 1, rows, classes, x, width, 1, own, classes);
    add(own);
    return this;
  }

  CrossEntropySum with(CrossEntropySum other) {
    loss += other.loss;
    if (other.gradient != null) {
      add(other.gradient);
    }
    return this;
  }

  private void add(double... more) {
    if (gradient == null) {
      gradient = more;
      return;
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += more[i];
    }
  }

  /** Makes of an image's logits probabilities less its target, and gives its cross-entropy. */
  private static double differences(double[] rows, int from, int classes, int place) {
    double greatest = rows[from];
    for (int c = 1; c < classes; c++) {
      greatest = Math.max(greatest, rows[from + c]);
    }
    double own = rows[from + place] - greatest;
    double sum = 0;
    for (int c = from; c < from + classes; c++) {
      rows[c] = Math.exp(rows[c] - greatest);
      sum += rows[c];
    }
    for (int c = from; c < from + classes; c++) {
      rows[c] /= sum;
    }
    rows[from + place] -= 1;
    return Math.log(sum) - own;
  }
}
