package org.graft.spark.head;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.graft.failure.InputException;
import org.graft.train.optimizer.Lbfgs;

/**
 * A head fitted to features: multinomial logistic regression on standardised features with a ridge,
 * the one of {@code graft train --head logistic}, by the same L-BFGS on the driver; what it
 * minimises a cluster sums up.
 *
 * @param head what was found
 * @param images that it was fitted to
 */
public record HeadFit(LinearHead head, long images) {
  private static final int MOST_ITERATIONS = 300;
  private static final double TOLERANCE = 1e-6;

  /**
   * Fits a head.
   *
   * @param images gone through twice and then kept, standardised, as far as executors have room
   * @param labels of the classes, in order
   * @throws InputException if there is no image of one of them
   */
  public static HeadFit of(
      JavaSparkContext spark, JavaRDD<LabelledFeatures> images, List<String> labels) {
    Seen seen =
        images.treeAggregate(
            new Seen(labels.size()), (sum, image) -> sum.with(image), (a, b) -> a.with(b));
    requireAll(seen, labels);
    Moments moments = seen.moments();
    JavaRDD<Block> blocks =
        images
            .mapPartitions(some -> Block.of(some, moments))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      int width = moments.width();
      Lbfgs.Point found =
          new Lbfgs(MOST_ITERATIONS, TOLERANCE)
              .minimize(
                  new RidgeRegression(spark, blocks, seen.images(), width),
                  new double[(width + 1) * labels.size()]);
      return new HeadFit(LinearHead.of(found.x(), moments), seen.images());
    } finally {
      blocks.unpersist();
    }
  }

  private static void requireAll(Seen seen, List<String> labels) {
    IntStream.range(0, labels.size())
        .filter(place -> seen.images(place) == 0)
        .findFirst()
        .ifPresent(
            place -> {
              throw new InputException(
                  "no image of class '" + labels.get(place) + "' to learn from could be read");
            });
  }
}
