package org.graft.train;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * RMSprop (Tieleman and Hinton 2012) as Keras computes it: {@code v = rho v + (1 - rho) g²; w = w -
 * lr g / sqrt(v + epsilon)}, with the epsilon inside the root.
 */
final class RmsProp {
  private static final double RHO = 0.9;
  private static final double EPSILON = 1e-7;

  private final Map<String, INDArray> velocities = new HashMap<>();

  /** Changes {@code weight} in place by one step. */
  void update(String name, INDArray weight, INDArray gradient, double learningRate) {
    INDArray velocity = velocities.computeIfAbsent(name, n -> weight.like());
    velocity.muli(RHO).addi(gradient.mul(gradient).muli(1 - RHO));
    weight.subi(gradient.mul(learningRate).divi(Transforms.sqrt(velocity.add(EPSILON), false)));
  }
}
