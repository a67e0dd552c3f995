package org.graft.train.optimizer;

import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015) in the form before its section 2.1, with the epsilon outside the root:
 * {@code w = w - lr sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)}. Keras {@code Adam};
 * with a weight decay it is {@code AdamW}.
 */
public record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
  /** Keras' settings. */
  public static final Adam KERAS = new Adam(0.9, 0.999, 1e-7);

  private static final String MEAN = "momentum";
  private static final String SQUARE = "velocity";

  @Override
  public List<String> slots() {
    return List.of(MEAN, SQUARE);
  }

  @Override
  public void update(
      float[] weight, float[] gradient, Map<String, float[]> slots, double rate, long step) {
    float[] mean = slots.get(MEAN);
    float[] square = slots.get(SQUARE);
    float keptMean = (float) beta1;
    float newMean = (float) (1 - beta1);
    float keptSquare = (float) beta2;
    float newSquare = (float) (1 - beta2);
    double root = Math.sqrt(1 - Math.pow(beta2, (double) step));
    float scale = (float) (rate * root / (1 - Math.pow(beta1, (double) step)));
    float e = (float) epsilon;
    for (int i = 0; i < weight.length; i++) {
      float g = gradient[i];
      square[i] = keptSquare * square[i] + newSquare * (g * g);
      mean[i] = keptMean * mean[i] + newMean * g;
      weight[i] -= mean[i] * scale / ((float) Math.sqrt(square[i]) + e);
    }
  }
}
