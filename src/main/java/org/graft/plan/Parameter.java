package org.graft.plan;

import java.util.Arrays;

/**
 * One array that a layer needs, under Keras' name for it and in Keras' axis order: convolution
 * kernels {@code [kh, kw, in, out]}, depthwise kernels {@code [kh, kw, in, multiplier]}, dense
 * kernels {@code [in, out]}.
 */
public record Parameter(String name, int... shape) {
  public long size() {
    return Arrays.stream(shape).asLongStream().reduce(1L, Math::multiplyExact);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parameter that
        && name.equals(that.name)
        && Arrays.equals(shape, that.shape);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(shape);
  }

  @Override
  public String toString() {
    return name + Arrays.toString(shape);
  }
}
