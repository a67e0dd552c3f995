package org.graft.train.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
      float[] weight, float[] gradient, Map<String, float[]> slots, double rate, long step) {
    float[] velocity = slots.get(VELOCITY);
    float kept = (float) rho;
    float added = (float) (1 - rho);
    for (int i = 0; i < velocity.length; i++) {
      velocity[i] = kept * velocity[i] + added * (gradient[i] * gradient[i]);
    }
    float[] root = centered ? centred(velocity, slots.get(AVERAGE), gradient) : velocity;
    if (momentum > 0) {
      byMomentum(weight, gradient, root, slots.get(MOMENTUM), (float) rate);
      return;
    }
    float r = (float) rate;
    float e = (float) epsilon;
    for (int i = 0; i < weight.length; i++) {
      weight[i] -= gradient[i] / (float) Math.sqrt(root[i] + e) * r;
    }
  }

  private void byMomentum(
      float[] weight, float[] gradient, float[] root, float[] change, float rate) {
    float m = (float) momentum;
    float e = (float) epsilon;
    for (int i = 0; i < weight.length; i++) {
      change[i] = m * change[i] + gradient[i] / (float) Math.sqrt(root[i] + e) * rate;
      weight[i] -= change[i];
    }
  }

  /** The mean square without the square of the mean, which is brought up to date. */
  private float[] centred(float[] velocity, float[] average, float... gradient) {
    float kept = (float) rho;
    float added = (float) (1 - rho);
    float[] root = new float[velocity.length];
    for (int i = 0; i < root.length; i++) {
      average[i] = kept * average[i] + added * gradient[i];
      root[i] = velocity[i] - average[i] * average[i];
    }
    return root;
  }
}
