package org.graft.train.optimizer;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

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
      INDArray weight, INDArray gradient, Map<String, INDArray> slots, double rate, long step) {
    INDArray mean = slots.get(MEAN);
    INDArray square = slots.get(SQUARE);
    square.muli(beta2).addi(gradient.mul(gradient).muli(1 - beta2));
    mean.muli(beta1).addi(gradient.muli(1 - beta1));
    double root = Math.sqrt(1 - Math.pow(beta2, (double) step));
    double scale = rate * root / (1 - Math.pow(beta1, (double) step));
    weight.subi(mean.mul(scale).divi(Transforms.sqrt(square, true).addi(epsilon)));
  }
}
