package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.graft.failure.Hint;
import org.graft.plan.ConvTranspose2d;
import org.graft.plan.Layer;
import org.graft.plan.Padding;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.plan.Window;

/**
 * {@code Conv2DBackpropInput}, the convolution that Keras' {@code Conv2DTranspose} turns round: the
 * sizes of what it gives are an input, constant or made of the shape of what it reads.
 */
final class TransposedRules {
  private static final int MAP = 2;
  private static final int KERNEL_AXES = 4;

  /** Lengths for which an axis that only the image decides is tried. */
  private static final long[] PROBES = {17, 22, 39};

  private TransposedRules() {}

  static Layer transposed(RuleContext s) {
    Tensor kernel = s.tensor(1, KERNEL_AXES);
    Shape in = s.shape(MAP);
    int[] axes = kernel.shape();
    if (!in.isMap() || axes[3] != in.channels()) {
      throw s.refusal("has a kernel " + kernel + " for maps of " + in.channels());
    }
    Attributes a = WeightRules.attributes(s);
    Size2d dilation = a.has("dilations") ? a.size2d("dilations") : Size2d.square(1);
    Padding padding = a.padding();
    Window window =
        new Window(new Size2d(axes[0], axes[1]), a.size2d("strides"), dilation, padding);
    a.border();
    a.isTurned();
    a.finish();
    s.put(Weights.KERNEL, kernel);
    boolean bias = WeightRules.bias(s);
    ConvTranspose2d plain =
        new ConvTranspose2d(
            s.name(), s.input(MAP), axes[2], window, List.of(), bias, WeightRules.activation(s));
    return sized(s, plain, in);
  }

  /** The layer that gives maps of the size that the graph states, whatever the images' is. */
  private static ConvTranspose2d sized(RuleContext s, ConvTranspose2d plain, Shape in) {
    if (gives(s, plain, in)) {
      return plain;
    }
    ConvTranspose2d least = with(plain, List.of(0, 0));
    Shape stated = stated(s, PROBES[0]);
    Shape reached = least.outputShape(probed(in, PROBES[0]));
    ConvTranspose2d more =
        with(plain, List.of(stated.height() - reached.height(), stated.width() - reached.width()));
    if (!isSmall(more) || !gives(s, more, in)) {
      throw s.refusal(
          ("makes maps of %s of maps of %s by steps of %d x %d, which go together for no or"
                  + " for one size of the images only; say it with %s")
              .formatted(
                  stated,
                  in,
                  plain.window().strides().height(),
                  plain.window().strides().width(),
                  Hint.SHAPE.to("H,W")));
    }
    return more;
  }

  private static boolean isSmall(ConvTranspose2d layer) {
    Size2d strides = layer.window().strides();
    return layer.extra().get(0) >= 0
        && layer.extra().get(1) >= 0
        && layer.extra().get(0) <= strides.height()
        && layer.extra().get(1) <= strides.width();
  }

  private static ConvTranspose2d with(ConvTranspose2d layer, List<Integer> extra) {
    return new ConvTranspose2d(
        layer.name(),
        layer.input(),
        layer.filters(),
        layer.window(),
        extra,
        layer.bias(),
        layer.activation());
  }

  private static boolean gives(RuleContext s, ConvTranspose2d layer, Shape in) {
    return LongStream.of(PROBES)
        .allMatch(probe -> layer.outputShape(probed(in, probe)).equals(stated(s, probe)));
  }

  private static Shape probed(Shape in, long probe) {
    int length = (int) probe;
    return new Shape(Arrays.stream(in.axes()).map(n -> n == Shape.FREE ? length : n).toArray());
  }

  /** What comes out, if every axis that only the image decides were {@code probe} long. */
  private static Shape stated(RuleContext s, long probe) {
    long[] sizes = s.numbers(0, probe);
    if (sizes.length != KERNEL_AXES) {
      throw s.refusal("states the sizes of " + sizes.length + " axes; 4 are expected");
    }
    int[] axes = new int[KERNEL_AXES - 1];
    for (int i = 1; i < sizes.length; i++) {
      axes[s.axis(i, axes.length) - 1] = Math.toIntExact(sizes[i]);
    }
    return new Shape(axes);
  }
}
