package org.graft.head;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.graft.failure.Choices;
import org.graft.plan.Tensor;

/**
 * First weights of a dense kernel, as Keras' initialisers of these names draw them: variance {@code
 * 2 / (in + out)} (Glorot and Bengio 2010) or {@code 2 / in} (He et al. 2015), uniform or from a
 * normal distribution cut off at two deviations.
 */
public enum Initializer {
  GLOROT_UNIFORM,
  GLOROT_NORMAL,
  HE_UNIFORM,
  HE_NORMAL;

  private static final double CUT = 2;

  /** Deviation of a standard normal variable that is cut off at ±2. */
  private static final double CUT_DEVIATION = 0.8796256610342398;

  /** The initialiser of that name, such as {@code he-normal}; a user's mistake for any other. */
  public static Initializer of(String name) {
    return Choices.of(values(), name, "there is no initializer '" + name + "'");
  }

  /** A kernel {@code [in, out]}. */
  Tensor kernel(int in, int out, RandomGenerator random) {
    double deviation =
        Math.sqrt(this == GLOROT_UNIFORM || this == GLOROT_NORMAL ? 2.0 / (in + out) : 2.0 / in);
    float[] values = new float[in * out];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * draw(random));
    }
    return new Tensor(values, in, out);
  }

  /** A draw of deviation 1. */
  private double draw(RandomGenerator random) {
    if (this == GLOROT_UNIFORM || this == HE_UNIFORM) {
      return (2 * random.nextDouble() - 1) * Math.sqrt(3);
    }
    double normal = random.nextGaussian();
    while (Math.abs(normal) > CUT) {
      normal = random.nextGaussian();
    }
    return normal / CUT_DEVIATION;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
