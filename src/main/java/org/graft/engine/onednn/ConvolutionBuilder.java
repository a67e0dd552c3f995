package org.graft.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_winograd;

import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.graft.plan.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Appends convolutions and products of vectors, with functions behind them.
 *
 * @param type of weights and of what is read and written
 */
record ConvolutionBuilder(PrimitiveBuilder primitives, memory.data_type type) {
  private static final int LEAST_CHANNELS = 32;

  /**
   * Kernel and bias.
   *
   * @param values {@code [height, width, channels a group, filters]}
   * @param bias {@code [filters]}, or {@code null}
   * @param groups of channels and of filters
   */
  record Kernel(Tensor values, @Nullable Tensor bias, int groups) {
    private int filters() {
      return values.size() / (values.shape()[0] * values.shape()[1] * channels());
    }

    private int channels() {
      return values.shape()[2];
    }

    /** {@code [filters, channels, height, width]}, with groups before it where there are any. */
    private long[] dims() {
      int height = values.shape()[0];
      int width = values.shape()[1];
      return groups == 1
          ? new long[] {filters(), channels(), height, width}
          : new long[] {groups, filters() / groups, channels(), height, width};
    }

    private long[] strides() {
      long cell = filters();
      long column = cell * channels();
      long row = column * values.shape()[1];
      return groups == 1
          ? new long[] {1, cell, row, column}
          : new long[] {cell / groups, 1, cell, row, column};
    }
  }

  /**
   * A convolution.
   *
   * @param dims {@code [n, filters, height, width]} that leave it
   */
  Value convolution(
      Value from, Kernel kernel, Sliding window, List<Eltwise> functions, long... dims) {
    Form form = new Form(from.dims(), kernel, window, functions, dims);
    if (form.isProduct()) {
      return product(from, form);
    }
    convolution_forward.primitive_desc made =
        winograd(form).orElseGet(() -> made(dnnl_convolution_direct, form));
    memory.desc given = Layouts.strided(Layouts.F32, kernel.dims(), kernel.strides());
    PrimitiveCall call =
        new PrimitiveCall(made)
            .with(DNNL_ARG_SRC, primitives.reorder(from, made.src_desc()))
            .with(DNNL_ARG_WEIGHTS, laidOut(kernel, given, made.weights_desc()));
    return added(call, kernel, Value.of(made.dst_desc()));
  }

  /** A convolution before it is made; {@code in} and {@code out} are {@code [n, c, h, w]}. */
  private record Form(
      long[] in, Kernel kernel, Sliding window, List<Eltwise> functions, long... out) {
    /** Whether every cell that is made sees all cells there are, as on maps of 2x2 by 3x3. */
    boolean isProduct() {
      return kernel.groups() == 1
          && (window.kernel()[0] > 1 || window.kernel()[1] > 1)
          && window.seesAll((int) in[2], (int) out[2], 0)
          && window.seesAll((int) in[3], (int) out[3], 1);
    }

    /**
     * Whether Winograd's F(4x4, 3x3) leaves at most half of the products, with channels enough to
     * repay its transforms: measured to be the faster from there on.
     */
    boolean suitsWinograd() {
      long tiles = ((out[2] + 3) / 4) * ((out[3] + 3) / 4);
      return window.isDenseSquareOfThree()
          && kernel.groups() == 1
          && Math.min(in[1], out[1]) >= LEAST_CHANNELS
          && 2 * tiles * 36 <= out[2] * out[3] * 9;
    }
  }

  /** A convolution as the product of whole maps with a matrix. */
  private Value product(Value from, Form form) {
    long[] in = form.in();
    long[] out = form.out();
    Kernel kernel = form.kernel();
    Kernel whole = new Kernel(matrix(form), repeated(kernel.bias(), (int) (out[2] * out[3])), 1);
    Value maps = primitives.reshaped(from, in[0], in[1] * in[2] * in[3]);
    Value made = innerProduct(maps, whole, form.functions(), out[0], out[1] * out[2] * out[3]);
    return primitives.reshaped(made, out);
  }

  /** For each value of a map that is read, and each of one that is made, the tap between them. */
  private static Tensor matrix(Form form) {
    int channels = (int) form.in()[1];
    int filters = (int) form.out()[1];
    int width = (int) form.in()[3];
    int wide = (int) form.out()[3];
    int read = width * (int) form.in()[2];
    int made = wide * (int) form.out()[2];
    float[] kernel = form.kernel().values().values();
    float[] matrix = new float[Math.multiplyExact(read * channels, made * filters)];
    for (int cell = 0; cell < read; cell++) {
      for (int to = 0; to < made; to++) {
        int tap = form.window().tap(cell / width, to / wide, cell % width, to % wide);
        for (int c = 0; c < channels; c++) {
          int at = ((cell * channels + c) * made + to) * filters;
          System.arraycopy(kernel, (tap * channels + c) * filters, matrix, at, filters);
        }
      }
    }
    return new Tensor(matrix, 1, 1, read * channels, made * filters);
  }

  private static @Nullable Tensor repeated(@Nullable Tensor bias, int times) {
    if (bias == null) {
      return null;
    }
    float[] values = new float[bias.size() * times];
    for (int from = 0; from < values.length; from += bias.size()) {
      System.arraycopy(bias.values(), 0, values, from, bias.size());
    }
    return Tensor.vector(values);
  }

  private Optional<convolution_forward.primitive_desc> winograd(Form form) {
    if (type != Layouts.F32 || !form.suitsWinograd()) {
      return Optional.empty();
    }
    try {
      return Optional.of(made(dnnl_convolution_winograd, form));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private convolution_forward.primitive_desc made(int algorithm, Form form) {
    Sliding window = form.window();
    return new convolution_forward.primitive_desc(
        new convolution_forward.desc(
            PrimitiveBuilder.INFERENCE,
            algorithm,
            Layouts.any(type, form.in()),
            Layouts.any(type, form.kernel().dims()),
            biasLayout(form.kernel()),
            Layouts.any(type, form.out()),
            window.strides(),
            window.dilation(),
            window.before(),
            window.behind()),
        PrimitiveBuilder.attributes(form.functions()),
        OneDnn.cpu());
  }

  /** Products of vectors with a matrix; {@code dims} are {@code [n, units]}. */
  Value innerProduct(Value from, Kernel kernel, List<Eltwise> functions, long... dims) {
    long[] weights = {dims[1], from.dims()[1]};
    inner_product_forward.primitive_desc made =
        new inner_product_forward.primitive_desc(
            new inner_product_forward.desc(
                PrimitiveBuilder.INFERENCE,
                Layouts.any(type, from.dims()),
                Layouts.any(type, weights),
                biasLayout(kernel),
                Layouts.any(type, dims)),
            PrimitiveBuilder.attributes(functions),
            OneDnn.cpu());
    memory.desc given = Layouts.strided(Layouts.F32, weights, 1, dims[1]);
    PrimitiveCall call =
        new PrimitiveCall(made)
            .with(DNNL_ARG_SRC, primitives.reorder(from, made.src_desc()))
            .with(DNNL_ARG_WEIGHTS, laidOut(kernel, given, made.weights_desc()));
    return added(call, kernel, Value.of(made.dst_desc()));
  }

  /** Nothing for no bias. */
  private static memory.desc biasLayout(Kernel kernel) {
    return kernel.bias() == null
        ? new memory.desc()
        : Layouts.plain(Layouts.F32, kernel.bias().size());
  }

  private memory laidOut(Kernel kernel, memory.desc given, memory.desc wanted) {
    return primitives.constants().laidOut(kernel.values().values(), given, wanted);
  }

  /** Appends a product, with its bias if there is one, and hands back what it writes. */
  private Value added(PrimitiveCall call, Kernel kernel, Value to) {
    if (kernel.bias() != null) {
      call.with(DNNL_ARG_BIAS, primitives.constants().vector(kernel.bias().values()));
    }
    primitives.add(call.with(DNNL_ARG_DST, to));
    return to;
  }
}
