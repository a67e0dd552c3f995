package org.graft.plan;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One array that a layer needs, under Keras' name for it and in Keras' axis order: convolution
 * kernels {@code [kh, kw, in, out]}, depthwise kernels {@code [kh, kw, in, multiplier]}, dense
 * kernels {@code [in, out]}.
 */
public record Parameter(String name, int... shape) {
  /** Kernels and behind them, if there is one, a bias of {@code units}. */
  static List<Parameter> products(List<Parameter> kernels, boolean bias, int units) {
    Stream<Parameter> last = Stream.of(new Parameter(Weights.BIAS, units)).filter(p -> bias);
    return Stream.concat(kernels.stream(), last).toList();
  }

  /** What multiplies each channel and what is added to it, as far as they are there. */
  static List<Parameter> affine(boolean scale, boolean center, int channels) {
    Stream<Parameter> gamma = Stream.of(new Parameter(Weights.GAMMA, channels));
    Stream<Parameter> beta = Stream.of(new Parameter(Weights.BETA, channels));
    return Stream.concat(gamma.filter(p -> scale), beta.filter(p -> center)).toList();
  }

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
