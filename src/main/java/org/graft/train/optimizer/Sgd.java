package org.graft.train.optimizer;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

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
      INDArray weight, INDArray gradient, Map<String, INDArray> slots, double rate, long step) {
    INDArray change = gradient.muli(-rate);
    if (momentum > 0) {
      INDArray m = slots.get(MOMENTUM).muli(momentum).addi(change);
      change = nesterov ? change.addi(m.mul(momentum)) : m;
    }
    weight.addi(change);
  }
}
