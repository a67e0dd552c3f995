package org.graft.source.tensorflow;

/** IEEE 754's binary16: a sign, five bits of exponent, ten of fraction. */
final class HalfPrecision {
  private static final int BIAS = 15;
  private static final int HIGHEST = 31;

  private HalfPrecision() {}

  /** The value of these bits, which every float32 can hold. */
  static float read(short bits) {
    int exponent = bits >> 10 & HIGHEST;
    int fraction = bits & 0x3ff;
    float sign = bits < 0 ? -1 : 1;
    if (exponent == HIGHEST) {
      return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
    }
    return exponent == 0
        ? sign * Math.scalb((float) fraction, 1 - BIAS - 10)
        : sign * Math.scalb((float) (fraction | 0x400), exponent - BIAS - 10);
  }
}
