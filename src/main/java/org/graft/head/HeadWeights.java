package org.graft.head;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
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
   * Dense kernels from Keras' default initialiser, biases zero, as Keras' {@code Dense} begins;
   * moments of {@code features} where the head standardises.
   *
   * @param features training features {@code [n, width]}
   */
  public static Weights initial(Head head, Tensor features, RandomGenerator random) {
    return initial(head, features, Initializer.GLOROT_UNIFORM, random);
  }

  /** The same from another initialiser. */
  public static Weights initial(
      Head head, Tensor features, Initializer initializer, RandomGenerator random) {
    int width = features.shape()[1];
    Weights.Builder weights = Weights.builder();
    if (head.standardized()) {
      moments(features).forEach((name, tensor) -> weights.put(Head.STANDARDIZE, name, tensor));
    }
    int last = width;
    if (head.units() > 0) {
      dense(weights, Head.HIDDEN, initializer.kernel(width, head.units(), random));
      last = head.units();
    }
    dense(weights, Head.LOGITS, initializer.kernel(last, head.classes(), random));
    return weights.build();
  }

  private static void dense(Weights.Builder weights, String layer, Tensor kernel) {
    int out = kernel.shape()[1];
    weights.put(layer, Weights.KERNEL, kernel);
    weights.put(layer, Weights.BIAS, new Tensor(new float[out], out));
  }

  private static Map<String, Tensor> moments(Tensor features) {
    int count = features.shape()[0];
    int width = features.shape()[1];
    float[] values = features.values();
    double[] mean = new double[width];
    double[] variance = new double[width];
    for (int i = 0; i < values.length; i++) {
      mean[i % width] += values[i] / (double) count;
    }
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      double difference = values[i] - mean[i % width];
      variance[i % width] += difference * difference / count;
      total += difference * difference / count;
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
