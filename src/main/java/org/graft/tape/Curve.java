package org.graft.tape;

import java.util.Arrays;
import java.util.Optional;
import org.graft.plan.Activation;

/** A function of single values whose slope depends on what enters, and that slope. */
enum Curve {
  SIGMOID(
      Curve::sigmoid,
      x -> {
        float made = sigmoid(x);
        return made * (1 - made);
      }),
  SILU(
      x -> x * sigmoid(x),
      x -> {
        float gate = sigmoid(x);
        return gate * (1 + x * (1 - gate));
      }),
  HARD_SIGMOID(Curve::ramp, Curve::rampSlope),
  HARD_SILU(x -> x * ramp(x), x -> ramp(x) + x * rampSlope(x)),
  TANH(
      Curve::tanh,
      x -> {
        float made = tanh(x);
        return 1 - made * made;
      }),
  GELU(x -> x * normal(x), Curve::geluSlope),
  GELU_TANH(x -> 0.5f * x * (1 + tanh(cubic(x))), Curve::geluTanhSlope);

  /** {@code 1 / sqrt(2 pi)}. */
  private static final float DENSITY_AT_0 = 0.3989423f;

  private static final float TWICE_DENSITY_AT_0 = 2 * DENSITY_AT_0;

  /** Of GELU's approximation (Hendrycks and Gimpel 2016). */
  private static final float CUBIC = 0.044715f;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Function function;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Function slope;

  Curve(Function function, Function slope) {
    this.function = function;
    this.slope = slope;
  }

  /** Of one number. */
  private interface Function {
    float of(float x);
  }

  /** The function of a layer, if it is one of these. */
  static Optional<Curve> of(Activation activation) {
    return Arrays.stream(values())
        .filter(curve -> curve.name().equals(activation.name()))
        .findFirst();
  }

  float at(float x) {
    return function.of(x);
  }

  float slope(float x) {
    return slope.of(x);
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  private static float tanh(float x) {
    return 2 * sigmoid(2 * x) - 1;
  }

  /** {@code relu6(x + 3) / 6}. */
  private static float ramp(float x) {
    return Math.min(Math.max(x + 3, 0), 6) / 6;
  }

  private static float rampSlope(float x) {
    return x > -3 && x < 3 ? 1 / 6f : 0;
  }

  private static float geluSlope(float x) {
    return normal(x) + x * DENSITY_AT_0 * (float) Math.exp(-0.5 * x * x);
  }

  private static float geluTanhSlope(float x) {
    float made = tanh(cubic(x));
    float steep = TWICE_DENSITY_AT_0 * (1 + 3 * CUBIC * x * x);
    return 0.5f * (1 + made) + 0.5f * x * (1 - made * made) * steep;
  }

  private static float cubic(float x) {
    return TWICE_DENSITY_AT_0 * (x + CUBIC * x * x * x);
  }

  /** The standard normal distribution, within 1e-7 (Abramowitz and Stegun 1964, 7.1.26). */
  private static float normal(float x) {
    double t = 1 / (1 + 0.3275911 * Math.sqrt(0.5) * Math.abs(x));
    double sum = 1.061405429;
    for (double factor : ERF) {
      sum = sum * t + factor;
    }
    double beyond = 0.5 * sum * t * Math.exp(-0.5 * x * x);
    return (float) (x < 0 ? beyond : 1 - beyond);
  }

  private static final double[] ERF = {-1.453152027, 1.421413741, -0.284496736, 0.254829592};
}
