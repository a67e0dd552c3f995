package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.Optional;
import org.graft.failure.Hint;
import org.graft.plan.Activation;
import org.graft.plan.Conv2d;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Layer;
import org.graft.plan.SeparableConv2d;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.plan.Window;
import org.graft.source.tensorflow.kernel.Array;

/** Operations with kernels, which patterns may have given a bias and an activation. */
final class WeightRules {
  private static final int KERNEL_AXES = 4;

  private WeightRules() {}

  static Layer conv(RuleContext s) {
    Tensor kernel = s.tensor(1, KERNEL_AXES);
    int in = s.shape(0).channels();
    int groups = kernel.shape()[2] == 0 ? 0 : in / kernel.shape()[2];
    if (groups == 0 || kernel.shape()[2] * groups != in) {
      throw s.refusal("has a kernel " + kernel + " for maps of " + in + " channels");
    }
    Framed framed = Framed.of(s, attributes(s), kernel);
    Window window = framed.window();
    s.put(Weights.KERNEL, kernel);
    boolean bias = bias(s);
    return new Conv2d(
        s.name(), framed.input(), kernel.shape()[3], window, groups, bias, activation(s));
  }

  static Layer depthwise(RuleContext s) {
    Tensor kernel = s.tensor(1, KERNEL_AXES);
    Framed framed = Framed.of(s, attributes(s), kernel);
    s.put(Weights.KERNEL, kernel);
    boolean bias = bias(s);
    return new DepthwiseConv2d(
        s.name(), framed.input(), kernel.shape()[3], framed.window(), bias, activation(s));
  }

  static Layer separable(RuleContext s) {
    Tensor kernel = s.tensor(1, KERNEL_AXES);
    Tensor pointwise = s.tensor(2, KERNEL_AXES);
    Framed framed = Framed.of(s, attributes(s), kernel);
    s.put(Weights.KERNEL, kernel).put(Weights.POINTWISE_KERNEL, pointwise);
    boolean bias = bias(s);
    return new SeparableConv2d(
        s.name(),
        framed.input(),
        pointwise.shape()[3],
        kernel.shape()[3],
        framed.window(),
        bias,
        activation(s));
  }

  static Optional<Layer> dense(RuleContext s) {
    if (s.isConstant(0) || !s.isConstant(1)) {
      throw s.refusal(
          ("multiplies %s the images of a batch, which a layer does with each image alone;"
                  + " end before it with %s")
              .formatted(
                  s.isConstant(0) ? "a constant from the left with" : "with one another",
                  Hint.OUTPUT.to("NODE")));
    }
    if (s.shape(0).rank() != 1) {
      throw s.refusal("multiplies a map of shape " + s.shape(0) + "; a vector expected");
    }
    return denseLayer(s);
  }

  /** The rows and the result must be what {@code tf.tensordot} makes of the input's shape. */
  static Optional<Layer> denseOnLastAxis(RuleContext s) {
    Shape in = s.shape(0);
    long[] rows = s.numbers(2);
    long[] out = s.numbers(3);
    Tensor kernel = s.tensor(1, 2);
    long[] expected = Extents.batched(s.shape(0));
    expected[expected.length - 1] = kernel.shape()[1];
    boolean dropped = kernel.shape()[1] == 1 && out.length == expected.length - 1;
    if (dropped && s.node().attributes().containsKey(Patterns.EXPANDED)) {
      out = Arrays.copyOf(out, expected.length);
      out[out.length - 1] = 1;
    }
    boolean turned = s.node().inputs().size() - (Patterns.hasBias(s.node()) ? 1 : 0) == 5;
    boolean straight = !turned || RuleContext.isInOrder(s.numbers(4));
    if (!straight || rows.length != 2 || rows[1] != in.channels() || !isSame(out, expected)) {
      throw s.refusal(
          "rearranges %s to %s and %s; only a product with the last axis is supported"
              .formatted(in, Arrays.toString(rows), Arrays.toString(out)));
    }
    return denseLayer(s);
  }

  /** A batch axis may be left to be found out. */
  private static boolean isSame(long[] found, long[] expected) {
    long[] first = found.clone();
    if (first.length > 0 && first[0] == -1) {
      first[0] = Extents.BATCH;
    }
    return Arrays.equals(first, expected);
  }

  private static Optional<Layer> denseLayer(RuleContext s) {
    Attributes a = attributes(s);
    if (a.flag("transpose_a")) {
      throw s.refusal(
          "swaps the axes of what it multiplies (transpose_a), which mixes the images of a batch");
    }
    return dense(s, a, a.flag("transpose_b"));
  }

  static Optional<Layer> dense(RuleContext s, Attributes a, boolean turned) {
    a.finish();
    Tensor stored = s.tensor(1, 2);
    Tensor kernel = turned ? transposed(stored) : stored;
    s.put(Weights.KERNEL, kernel);
    boolean bias = bias(s);
    return Optional.of(new Dense(s.name(), s.input(0), kernel.shape()[1], bias, activation(s)));
  }

  static Tensor transposed(Tensor matrix) {
    Array turned = Array.of(matrix.values(), matrix.shape()).transposed(1, 0);
    return new Tensor(turned.values(), turned.shape());
  }

  static Attributes attributes(RuleContext s) {
    Attributes a = s.attributes();
    a.value(Patterns.ENDS_IN);
    a.value(Patterns.BIAS);
    a.value(Patterns.SPACES);
    a.value(Patterns.EXPANDED);
    return a;
  }

  static boolean bias(RuleContext s) {
    boolean bias = Patterns.hasBias(s.node());
    if (bias) {
      s.put(Weights.BIAS, s.tensor(s.node().inputs().size() - 1, 1));
    }
    return bias;
  }

  static Activation activation(RuleContext s) {
    String function = s.attributes().value(Patterns.ENDS_IN).getS().toStringUtf8();
    return function.isEmpty() ? Activation.LINEAR : Activation.valueOf(function);
  }
}
