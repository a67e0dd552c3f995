package org.graft.plan;

import java.util.Arrays;

/**
 * Float32 values in C order (last axis fastest), as Keras and NumPy store them. Holds no native
 * memory; the arrays are handed over, not copied.
 */
public record Tensor(float[] values, int... shape) {
  public Tensor {
    long size = 1;
    for (int axis : shape) {
      size = Math.multiplyExact(size, axis);
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          values.length + " values do not fill shape " + Arrays.toString(shape));
    }
  }

  public static Tensor vector(float... values) {
    return new Tensor(values, values.length);
  }

  public int size() {
    return values.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
