package org.graft.head;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;

/** Weights to start a head from. */
public final class HeadWeights {
  /**
   * A feature that hardly varies is not blown up: variances are at least this share of their mean.
   */
  private static final double LEAST_VARIANCE = 1e-4;

  private HeadWeights() {}

  /**
   * What the head's style starts from; moments of {@code features} where it standardises.
   *
   * @param features training features {@code [n, width]}
   */
  public static Weights initial(Head head, Tensor features, RandomGenerator random) {
    return initial(head, features, new Shape(features.shape()[1]), random);
  }

  /**
   * The same for features that are no vectors.
   *
   * @param shape of one image's features, which a row of {@code features} holds
   */
  public static Weights initial(Head head, Tensor features, Shape shape, RandomGenerator random) {
    return initial(head, List.of(features), features.shape()[0], shape, random);
  }

  /**
   * The same for features that come in parts, which are gone through twice.
   *
   * @param parts of the training features' rows, in order
   * @param count of the rows of all parts
   */
  public static Weights initial(
      Head head, Iterable<Tensor> parts, int count, Shape shape, RandomGenerator random) {
    Weights.Builder weights = Weights.builder();
    if (head.style().standardized()) {
      long cells = (long) count * (shape.size() / shape.channels());
      moments(parts, cells, shape.channels())
          .forEach((name, tensor) -> weights.put(Head.STANDARDIZE, name, tensor));
    }
    return weights.putAll(head.style().initial(shape, head.classes(), random)).build();
  }

  private static Map<String, Tensor> moments(Iterable<Tensor> parts, long count, int width) {
    double[] mean = new double[width];
    double[] variance = new double[width];
    for (Tensor part : parts) {
      float[] values = part.values();
      for (int from = 0; from < values.length; from += width) {
        for (int c = 0; c < width; c++) {
          mean[c] += values[from + c] / (double) count;
        }
      }
    }
    double total = 0;
    for (Tensor part : parts) {
      float[] values = part.values();
      for (int from = 0; from < values.length; from += width) {
        for (int c = 0; c < width; c++) {
          double difference = values[from + c] - mean[c];
          double share = difference * difference / count;
          variance[c] += share;
          total += share;
        }
      }
    }
    double least = Math.max(LEAST_VARIANCE * total / width, Float.MIN_NORMAL);
    float[] means = new float[width];
    float[] variances = new float[width];
    for (int c = 0; c < width; c++) {
      means[c] = (float) mean[c];
      variances[c] = (float) Math.max(variance[c], least);
    }
    Map<String, Tensor> moments = new LinkedHashMap<>();
    moments.put(Weights.MOVING_MEAN, Tensor.vector(means));
    moments.put(Weights.MOVING_VARIANCE, Tensor.vector(variances));
    return moments;
  }
}
