package org.graft.train;

import java.util.List;
import org.graft.feature.Features;
import org.graft.graph.Criterion;
import org.graft.graph.SameDiffNetwork;
import org.graft.graph.Threads;
import org.graft.head.Head;
import org.graft.plan.Affine;
import org.graft.plan.BatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.train.optimizer.Lbfgs;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Logistic regression on standardised features, multinomial for classes and one a label where an
 * image may have several: the mean weighted cross-entropy plus {@code ridge / 2} times the squares
 * of the kernel, which has one minimum and no setting that could hide it. Solved by L-BFGS in
 * float64.
 */
public final class LogisticRegression {
  /**
   * Strength of the ridge. Features of deviation 1 in their hundreds or thousands separate a few
   * hundred images whatever they are, so that without a ridge there would be no minimum.
   */
  public static final double RIDGE = 0.02;

  private static final int MOST_ITERATIONS = 300;
  private static final double TOLERANCE = 1e-6;

  /** Within 0.0025 nats of the minimum: the objective is convex by at least the ridge. */
  private static final double ROUGH = 1e-2;

  private final Iterable<Block> blocks;
  private final int count;
  private final Shape kernel;
  private final Criterion criterion;
  private final double ridge;

  /**
   * Of rows that come in blocks, as often as they are asked for.
   *
   * @param count rows of all blocks
   * @param kernel {@code [width + 1, classes]}
   */
  LogisticRegression(
      Iterable<Block> blocks, int count, Shape kernel, Criterion criterion, double ridge) {
    this.blocks = blocks;
    this.count = count;
    this.kernel = kernel;
    this.criterion = criterion;
    this.ridge = ridge;
  }

  /**
   * Some of the rows.
   *
   * @param x {@code [n, width + 1]} float64, standardised, the last column 1 for the bias
   * @param targets {@code [n, classes]}
   * @param weights {@code [n]}, how much each image counts
   */
  record Block(INDArray x, Tensor targets, Tensor weights) {}

  /**
   * The weights of {@link Head#LOGITS} at the minimum.
   *
   * @param head a head without hidden layer, alone, with any weights but those that standardise
   */
  public static Weights fit(Model head, Features features, Task task, Loss loss) {
    return of(head, features, task, loss).solve();
  }

  /** The same within 0.0025 nats of the minimum, in a quarter of the time. */
  public static Weights fitRoughly(Model head, Features features, Task task, Loss loss) {
    return of(head, features, task, loss).solve(ROUGH);
  }

  private static LogisticRegression of(Model head, Features features, Task task, Loss loss) {
    Affine affine = head.affine((BatchNorm) head.plan().layer(Head.STANDARDIZE));
    Iterable<Block> blocks =
        features.matrix().areStored()
            ? new StoredBlocks(features, affine, task, loss)
            : List.of(
                new Block(
                    standardized(affine, features.values()),
                    loss.targets(task, features.labels()),
                    loss.weights(features.labels(), task.answers())));
    Shape kernel = new Shape(features.width() + 1, task.labels().size());
    return new LogisticRegression(blocks, features.count(), kernel, task.criterion(), RIDGE);
  }

  private static INDArray standardized(Affine affine, Tensor features) {
    INDArray x =
        SameDiffNetwork.toNative(features)
            .muliRowVector(Nd4j.createFromArray(affine.scale()))
            .addiRowVector(Nd4j.createFromArray(affine.shift()));
    return Nd4j.hstack(x.castTo(DataType.DOUBLE), Nd4j.ones(DataType.DOUBLE, x.size(0), 1));
  }

  Weights solve() {
    return solve(TOLERANCE);
  }

  /** Ends at a gradient of that Euclidean norm. */
  private Weights solve(double tolerance) {
    double[] start = new double[kernel.size()];
    Lbfgs search = new Lbfgs(MOST_ITERATIONS, tolerance);
    double[] found = Threads.one(() -> search.minimize(this::at, start).x());
    int classes = kernel.channels();
    int weights = found.length - classes;
    return Weights.builder()
        .put(
            Head.LOGITS,
            Weights.KERNEL,
            new Tensor(floats(found, 0, weights), weights / classes, classes))
        .put(Head.LOGITS, Weights.BIAS, Tensor.vector(floats(found, weights, found.length)))
        .build();
  }

  /** The objective at a kernel {@code [width, classes]} with the bias as one more row. */
  Lbfgs.Point at(double... parameters) {
    int classes = kernel.channels();
    INDArray weights = Nd4j.create(parameters, new long[] {kernel.size() / classes, classes}, 'c');
    double mean = 0;
    double[] gradient = new double[parameters.length];
    for (Block block : blocks) {
      INDArray x = block.x();
      double[] logits = x.mmul(weights).dup('c').data().asDouble();
      Criterion.Cost loss = criterion.of(logits, block.targets(), block.weights());
      INDArray d = Nd4j.create(loss.gradient(), new long[] {x.size(0), classes}, 'c');
      double share = x.size(0) / (double) count;
      mean += share * loss.mean();
      add(gradient, share, x.transpose().mmul(d).dup('c').data().asDouble());
    }
    double squares = 0;
    for (int i = 0; i < parameters.length - classes; i++) {
      squares += parameters[i] * parameters[i];
      gradient[i] += ridge * parameters[i];
    }
    return new Lbfgs.Point(parameters, mean + ridge / 2 * squares, gradient);
  }

  private static void add(double[] sum, double factor, double... values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * values[i];
    }
  }

  private static float[] floats(double[] values, int from, int to) {
    float[] floats = new float[to - from];
    for (int i = from; i < to; i++) {
      floats[i - from] = (float) values[i];
    }
    return floats;
  }
}
