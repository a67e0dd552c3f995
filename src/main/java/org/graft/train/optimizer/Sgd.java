package org.graft.train.optimizer;

import java.util.List;
import java.util.Map;

/**
 * Gradient descent with classical momentum (Polyak 1964), {@code m = momentum m - lr g; w = w + m},
 * or Nesterov's (Sutskever et al. 2013), {@code w = w + momentum m - lr g}. Keras {@code SGD}.
 *
 * @param momentum 0..1; without any there is no slot
 */
public record Sgd(double momentum, boolean nesterov) implements Optimizer {
  private static final String MOMENTUM = "momentum";

  @Override
  public List<String> slots() {
    return momentum == 0 ? List.of() : List.of(MOMENTUM);
  }

  @Override
  public void update(
      float[] weight, float[] gradient, Map<String, float[]> slots, double rate, long step) {
    float r = (float) rate;
    if (momentum == 0) {
      for (int i = 0; i < weight.length; i++) {
        weight[i] -= r * gradient[i];
      }
      return;
    }
    float[] change = slots.get(MOMENTUM);
    float m = (float) momentum;
    for (int i = 0; i < weight.length; i++) {
      change[i] = m * change[i] - r * gradient[i];
      weight[i] += nesterov ? m * change[i] - r * gradient[i] : change[i];
    }
  }
}
