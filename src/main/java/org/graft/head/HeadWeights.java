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
   * Dense kernels from Glorot's uniform distribution (Glorot and Bengio 2010), {@code ±sqrt(6 / (in
   * + out))}, biases zero, as Keras' {@code Dense} begins; moments of {@code features} where the
   * head standardises.
   *
   * @param features training features {@code [n, width]}
   */
  public static Weights initial(Head head, Tensor features, RandomGenerator random) {
    int width = features.shape()[1];
    Weights.Builder weights = Weights.builder();
    if (head.standardized()) {
      moments(features).forEach((name, tensor) -> weights.put(Head.STANDARDIZE, name, tensor));
    }
    if (head.units() > 0) {
      dense(weights, Head.HIDDEN, width, head.units(), random);
    }
    dense(weights, Head.LOGITS, head.units() > 0 ? head.units() : width, head.classes(), random);
    return weights.build();
  }

  private static void dense(
      Weights.Builder weights, String layer, int in, int out, RandomGenerator random) {
    double limit = Math.sqrt(6.0 / (in + out));
    float[] kernel = new float[in * out];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
    weights.put(layer, Weights.KERNEL, new Tensor(kernel, in, out));
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
