package org.graft.train.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * RMSprop (Tieleman and Hinton 2012): {@code v = rho v + (1 - rho) g²; w = w - lr g / sqrt(v +
 * epsilon)}, with the epsilon inside the root. Keras {@code RMSprop}.
 *
 * @param rho share of the mean square that a step keeps, 0..1
 * @param momentum 0..1; with it the change is {@code m = momentum m + lr g / sqrt(…)}
 * @param centered whether the square of the mean gradient is taken off the mean square
 */
public record RmsProp(double rho, double momentum, double epsilon, boolean centered)
    implements Optimizer {
  /** Keras' settings. */
  public static final RmsProp KERAS = new RmsProp(0.9, 0, 1e-7, false);

  private static final String VELOCITY = "velocity";
  private static final String MOMENTUM = "momentum";
  private static final String AVERAGE = "average_gradient";

  @Override
  public List<String> slots() {
    List<String> slots = new ArrayList<>(List.of(VELOCITY));
    if (momentum > 0) {
      slots.add(MOMENTUM);
    }
    if (centered) {
      slots.add(AVERAGE);
    }
    return slots;
  }

  @Override
  public void update(
      INDArray weight, INDArray gradient, Map<String, INDArray> slots, double rate, long step) {
    INDArray velocity = slots.get(VELOCITY);
    velocity.muli(rho).addi(gradient.mul(gradient).muli(1 - rho));
    INDArray root = velocity.add(epsilon);
    if (centered) {
      INDArray average = slots.get(AVERAGE).muli(rho).addi(gradient.mul(1 - rho));
      root.subi(average.mul(average));
    }
    INDArray change = gradient.divi(Transforms.sqrt(root, false)).muli(rate);
    weight.subi(momentum > 0 ? slots.get(MOMENTUM).muli(momentum).addi(change) : change);
  }
}
