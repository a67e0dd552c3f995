package org.graft.graph;

import java.util.Arrays;
import org.graft.plan.ConstantPad;
import org.graft.plan.Conv2d;
import org.graft.plan.ConvTranspose2d;
import org.graft.plan.LocalResponseNorm;
import org.graft.plan.Padding;
import org.graft.plan.Pool2d;
import org.graft.plan.Reduction;
import org.graft.plan.Shape;
import org.graft.plan.Window;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.PadMode;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.LocalResponseNormalizationConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** What moves a window over NHWC maps, in SameDiff's operations; kernels are YXIO. */
record Windows(SameDiff graph) {
  private static final String NHWC = "NHWC";
  private static final int CHANNELS = 3;

  /** Kernels, and the bias or {@code null}. */
  record Weight(SDVariable kernel, @Nullable SDVariable bias) {}

  /**
   * What windows of a map reach. With 'same' and steps wider than themselves they may leave out the
   * last cells; SameDiff begins half as far outside the map, which of one cell is nothing.
   */
  SDVariable reached(SDVariable x, Window window, Shape in) {
    int height = reached(in.height(), window.reach().height(), window.strides().height());
    int width = reached(in.width(), window.reach().width(), window.strides().width());
    if (window.padding() != Padding.SAME || (height == in.height() && width == in.width())) {
      return x;
    }
    return part(x, new long[4], 0, height, width, 0);
  }

  /** From the first places on up to those behind the last, 0 for the end of an axis. */
  SDVariable part(SDVariable x, long[] from, long... to) {
    long[] steps = new long[from.length];
    Arrays.fill(steps, 1);
    int open = 0;
    for (int axis = 0; axis < to.length; axis++) {
      open |= to[axis] == 0 ? 1 << axis : 0;
    }
    return graph.stridedSlice(x, from, to, steps, 0, open, 0, 0, 0);
  }

  private static int reached(int length, int reach, int stride) {
    int last = (Padding.SAME.outputLength(length, reach, stride) - 1) * stride + reach;
    return length == Shape.FREE || last >= length - 1 ? length : last;
  }

  SDVariable conv(SDVariable x, Weight weight, Window window) {
    SDVariable kernel = spread(weight.kernel(), window);
    Conv2DConfig config = config(window);
    return weight.bias() == null
        ? graph.cnn().conv2d(x, kernel, config)
        : graph.cnn().conv2d(x, kernel, weight.bias(), config);
  }

  SDVariable depthwise(SDVariable x, Weight weight, Window window) {
    SDVariable kernel = spread(weight.kernel(), window);
    Conv2DConfig config = config(window);
    return weight.bias() == null
        ? graph.cnn().depthWiseConv2d(x, kernel, config)
        : graph.cnn().depthWiseConv2d(x, kernel, weight.bias(), config);
  }

  /**
   * A kernel with zeros between its rows and columns, as far apart as its cells reach: SameDiff
   * fails on dilated windows with oneDNN.
   */
  private SDVariable spread(SDVariable kernel, Window window) {
    if (!window.hasGaps()) {
      return kernel;
    }
    int[][] one = {{0, 1}, {0, 1}, {0, 0}, {0, 0}};
    SDVariable amounts = graph.constant(Nd4j.createFromArray(one));
    SDVariable zeros = graph.nn().pad(kernel, amounts, PadMode.CONSTANT, 0);
    int[] rows = spread(window.size().height(), window.dilation().height());
    int[] columns = spread(window.size().width(), window.dilation().width());
    return graph.gather(graph.gather(zeros, rows, 0), columns, 1);
  }

  /** Indices of cells, with the index behind the last, which holds zeros, between them. */
  private static int[] spread(int cells, int distance) {
    int[] indices = new int[(cells - 1) * distance + 1];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = i % distance == 0 ? i / distance : cells;
    }
    return indices;
  }

  /** A convolution in groups, which SameDiff does not know; kernel {@code [kh, kw, in/g, out]}. */
  SDVariable grouped(SDVariable x, Weight weight, Conv2d layer, int channels) {
    SDVariable[] parts = new SDVariable[layer.groups()];
    for (int i = 0; i < parts.length; i++) {
      SDVariable kernel = share(weight.kernel(), i, layer.filters() / parts.length);
      SDVariable own = share(x, i, channels / parts.length);
      parts[i] = conv(own, new Weight(kernel, null), layer.window());
    }
    SDVariable map = graph.concat(CHANNELS, parts);
    return weight.bias() == null ? map : map.add(weight.bias());
  }

  /**
   * All that the windows reach, of which TensorFlow's border is cut; where there is more than that,
   * nothing but the bias.
   */
  SDVariable transposed(SDVariable x, Weight weight, ConvTranspose2d layer, Shape in) {
    Window window = layer.window();
    Shape out = layer.outputShape(in);
    int[] reach = {window.reach().height(), window.reach().width()};
    int[] strides = {window.strides().height(), window.strides().width()};
    long[] from = new long[4];
    long[] to = {0, 0, 0, 0};
    int[][] behind = new int[4][2];
    for (int axis = 0; axis < 2; axis++) {
      int whole = (in.axis(axis) - 1) * strides[axis] + reach[axis];
      int lost = Math.max(0, whole - out.axis(axis));
      from[axis + 1] = lost / 2;
      to[axis + 1] = lost / 2L + Math.min(whole, out.axis(axis));
      behind[axis + 1][1] = Math.max(0, out.axis(axis) - whole);
    }
    DeConv2DConfig config =
        DeConv2DConfig.builder()
            .kH(reach[0])
            .kW(reach[1])
            .sH(strides[0])
            .sW(strides[1])
            .dataFormat(NHWC)
            .isSameMode(false)
            .build();
    SDVariable whole = graph.cnn().deconv2d(x, spread(weight.kernel(), window), config);
    SDVariable part = part(whole, from, to);
    SDVariable map =
        behind[1][1] + behind[2][1] == 0
            ? part
            : graph
                .nn()
                .pad(part, graph.constant(Nd4j.createFromArray(behind)), PadMode.CONSTANT, 0);
    return weight.bias() == null ? map : map.add(weight.bias());
  }

  /** The {@code index}-th {@code width} of the last of four axes. */
  private SDVariable share(SDVariable x, int index, int width) {
    long[] from = {0, 0, 0, (long) index * width};
    return part(x, from, 0, 0, 0, (index + 1L) * width);
  }

  private static Conv2DConfig config(Window window) {
    return Conv2DConfig.builder()
        .kH(window.reach().height())
        .kW(window.reach().width())
        .sH(window.strides().height())
        .sW(window.strides().width())
        .dataFormat(NHWC)
        .weightsFormat(WeightsFormat.YXIO)
        .paddingMode(mode(window.padding()))
        .build();
  }

  private static PaddingMode mode(Padding padding) {
    return padding == Padding.SAME ? PaddingMode.SAME : PaddingMode.VALID;
  }

  SDVariable pool(SDVariable x, Pool2d layer) {
    Window window = layer.window();
    Pooling2DConfig config =
        Pooling2DConfig.builder()
            .kH(window.size().height())
            .kW(window.size().width())
            .sH(window.strides().height())
            .sW(window.strides().width())
            .isNHWC(true)
            .paddingMode(mode(window.padding()))
            .extra(0)
            .build();
    return layer.reduction() == Reduction.MAX
        ? graph.cnn().maxPooling2d(x, config)
        : graph.cnn().avgPooling2d(x, config);
  }

  SDVariable normalized(SDVariable x, LocalResponseNorm layer) {
    LocalResponseNormalizationConfig config =
        LocalResponseNormalizationConfig.builder()
            .alpha(layer.alpha())
            .beta(layer.beta())
            .bias(layer.bias())
            .depth(layer.radius())
            .build();
    return graph.cnn().localResponseNormalization(x, config);
  }

  SDVariable padded(SDVariable x, ConstantPad layer) {
    int[][] amounts = new int[layer.before().size() + 1][2];
    for (int axis = 1; axis < amounts.length; axis++) {
      amounts[axis][0] = layer.before().get(axis - 1);
      amounts[axis][1] = layer.after().get(axis - 1);
    }
    SDVariable constant = graph.constant(Nd4j.createFromArray(amounts));
    double value = Math.max(-Float.MAX_VALUE, Math.min(layer.value(), Float.MAX_VALUE));
    return graph.nn().pad(x, constant, PadMode.CONSTANT, value);
  }
}
