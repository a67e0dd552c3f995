package org.graft.spark.head;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.graft.train.optimizer.Lbfgs;

/**
 * The mean cross-entropy of images plus {@code ridge / 2} times the squares of the kernel, as
 * Graft's logistic head minimises it, summed up by a cluster.
 *
 * @param blocks of all images
 * @param images how many they are
 * @param width features of an image
 */
record RidgeRegression(JavaSparkContext spark, JavaRDD<Block> blocks, long images, int width)
    implements Lbfgs.Differentiable {
  /** Strength of the ridge, as Graft's own logistic head has it. */
  private static final double RIDGE = 0.02;

  /** At a kernel {@code [width, classes]} with the bias as one more row. */
  @Override
  public Lbfgs.Point at(double... parameters) {
    Broadcast<double[]> shared = spark.broadcast(parameters);
    CrossEntropySum sum =
        blocks.treeAggregate(
            new CrossEntropySum(),
            (all, block) -> all.with(block, shared.value()),
            (one, other) -> one.with(other));
    shared.destroy();
    double[] gradient = sum.gradient();
    int kernel = parameters.length / (width + 1) * width;
    double squares = 0;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= images;
      if (i < kernel) {
        gradient[i] += RIDGE * parameters[i];
        squares += parameters[i] * parameters[i];
      }
    }
    return new Lbfgs.Point(parameters, sum.loss() / images + RIDGE / 2 * squares, gradient);
  }
}
