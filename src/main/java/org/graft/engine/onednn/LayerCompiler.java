package org.graft.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_div;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_min;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_sub;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_exclude_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.bytedeco.dnnl.memory;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Affine;
import org.graft.plan.Arithmetic;
import org.graft.plan.BatchNorm;
import org.graft.plan.Clip;
import org.graft.plan.Concat;
import org.graft.plan.Conv2d;
import org.graft.plan.Crop2d;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Dropout;
import org.graft.plan.Elementwise;
import org.graft.plan.Elu;
import org.graft.plan.Flatten;
import org.graft.plan.GlobalPool;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.LayerNorm;
import org.graft.plan.LayerScale;
import org.graft.plan.Model;
import org.graft.plan.Noise;
import org.graft.plan.Normalize;
import org.graft.plan.PRelu;
import org.graft.plan.Permute;
import org.graft.plan.Pool2d;
import org.graft.plan.Rectify;
import org.graft.plan.Reduction;
import org.graft.plan.Rescale;
import org.graft.plan.Reshape;
import org.graft.plan.Resize2d;
import org.graft.plan.ReverseChannels;
import org.graft.plan.ScaledAdd;
import org.graft.plan.SeparableConv2d;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.UpSample2d;
import org.graft.plan.Weights;
import org.graft.plan.ZeroPad2d;

/**
 * Writes the layers of a plan as primitives: one line of the table a layer kind, with the forms of
 * it that oneDNN has. A layer of another kind or form is run by SameDiff, between the others.
 */
final class LayerCompiler {
  private final Model model;
  private final int batch;
  private final Map<String, Shape> shapes;
  private final FusedFunctions functions;
  private final PrimitiveBuilder primitives;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<Class<? extends Layer>, Line> table = new HashMap<>();

  private record Line(Predicate<Layer> covers, BiFunction<Layer, Value, Value> compile) {}

  /**
   * @param type of weights and activations
   */
  LayerCompiler(Model model, int batch, memory.data_type type, PrimitiveBuilder primitives) {
    this.model = model;
    this.batch = batch;
    this.shapes = model.plan().shapes();
    this.functions = new FusedFunctions(model.plan());
    this.primitives = primitives;
    ProductCompiler products =
        new ProductCompiler(
            model, batch, functions, primitives, new ConvolutionBuilder(primitives, type));
    line(Conv2d.class, l -> isFunction(l.activation()), products::conv);
    line(DepthwiseConv2d.class, l -> isFunction(l.activation()), products::depthwise);
    line(SeparableConv2d.class, l -> isFunction(l.activation()), products::separable);
    line(Dense.class, l -> isFunction(l.activation()), products::dense);
    line(BatchNorm.class, l -> true, (l, x) -> primitives.affine(x, model.affine(l)));
    line(Normalize.class, l -> !l.whole(), (l, x) -> primitives.affine(x, affine(l)));
    line(Rescale.class, l -> true, (l, x) -> primitives.affine(x, affine(l)));
    line(LayerScale.class, l -> true, (l, x) -> primitives.affine(x, affine(l)));
    line(LayerNorm.class, l -> true, this::layerNorm);
    line(ReverseChannels.class, l -> channels(l) == 3, this::reverseChannels);
    line(Activate.class, this::isCovered, this::activate);
    line(Rectify.class, l -> Eltwise.of(l).isPresent(), this::function);
    line(Elu.class, l -> true, this::function);
    line(Clip.class, l -> true, this::function);
    line(PRelu.class, l -> true, this::prelu);
    line(Pool2d.class, l -> !l.window().hasGaps(), this::pool);
    line(GlobalPool.class, l -> true, this::globalPool);
    line(UpSample2d.class, this::isRepeated, (l, x) -> primitives.upSample(x, dims(l)));
    line(ZeroPad2d.class, l -> true, this::zeroPad);
    line(Crop2d.class, l -> true, this::crop);
    line(Concat.class, this::isAlongChannels, (l, x) -> primitives.concat(inputs(l)));
    line(Elementwise.class, this::isCovered, this::elementwise);
    line(ScaledAdd.class, this::areAlike, this::scaledAdd);
    line(Flatten.class, l -> true, (l, x) -> primitives.reshaped(x, dims(l)));
    line(Reshape.class, l -> rank(l) <= 3, (l, x) -> primitives.reshaped(x, dims(l)));
    line(Permute.class, l -> rank(l) == 3, this::permute);
    line(Dropout.class, l -> true, (l, x) -> x);
    line(Noise.class, l -> true, (l, x) -> x);
  }

  private <L extends Layer> void line(
      Class<L> kind, Predicate<L> covers, BiFunction<L, Value, Value> compile) {
    table.put(
        kind,
        new Line(
            layer -> covers.test(kind.cast(layer)),
            (layer, x) -> compile.apply(kind.cast(layer), x)));
  }

  /** The layers that SameDiff runs, in order. */
  List<Layer> uncovered() {
    return model.plan().layers().stream().filter(l -> !covers(l)).toList();
  }

  private boolean covers(Layer layer) {
    return layer instanceof Input
        || (table.containsKey(layer.getClass())
            && layer.inputs().stream().allMatch(in -> shapes.get(in).rank() <= 3)
            && rank(layer) <= 3
            && table.get(layer.getClass()).covers().test(layer));
  }

  /** Appends all layers; what each gives is known by its name. */
  Map<String, Value> compile() {
    for (Layer layer : model.plan().layers()) {
      if (layer instanceof Input) {
        values.put(layer.name(), Value.of(Layouts.plain(Layouts.F32, dims(layer))));
      } else if (!values.containsKey(layer.name())) {
        Value made = covers(layer) ? compiled(layer) : bySameDiff(layer);
        values.put(layer.name(), made);
        functions.behind(layer).forEach(taken -> values.put(taken.name(), made));
      }
    }
    return values;
  }

  private Value compiled(Layer layer) {
    Value made = table.get(layer.getClass()).compile().apply(layer, input(layer));
    return functions.areFused(layer) ? made : withFunctions(layer, made);
  }

  /** The functions that belong to a layer, in place unless others read what it gives, too. */
  private Value withFunctions(Layer layer, Value made) {
    boolean isFresh = values.values().stream().noneMatch(v -> v.buffer() == made.buffer());
    return primitives.eltwise(made, functions.of(functions.behind(layer)), isFresh);
  }

  private Value bySameDiff(Layer layer) {
    Map<String, Shape> given = new LinkedHashMap<>();
    Map<String, Value> entering = new LinkedHashMap<>();
    for (String input : layer.inputs()) {
      given.put(input, shapes.get(input));
      entering.put(input, primitives.plain(values.get(input), Layouts.F32));
    }
    Value out = Value.of(Layouts.plain(Layouts.F32, dims(layer)));
    Model alone = model.subgraph(given, layer.name());
    primitives.add(new SameDiffLayer(alone, batch, entering, out));
    return withFunctions(layer, out);
  }

  private Value input(Layer layer) {
    return values.get(layer.inputs().get(0));
  }

  private List<Value> inputs(Layer layer) {
    return layer.inputs().stream().map(values::get).toList();
  }

  private long[] dims(Layer layer) {
    return Layouts.dims(batch, shapes.get(layer.name()));
  }

  private int rank(Layer layer) {
    return shapes.get(layer.name()).rank();
  }

  private int channels(Layer layer) {
    return shapes.get(layer.name()).channels();
  }

  private static boolean isFunction(Activation activation) {
    return activation == Activation.SOFTMAX || Eltwise.of(activation).isPresent();
  }

  private boolean isCovered(Activate layer) {
    return isFunction(layer.activation());
  }

  private Affine affine(Rescale layer) {
    return new Affine(channelwise(layer, layer.scale()), channelwise(layer, layer.offset()));
  }

  private float[] channelwise(Layer layer, List<Float> factors) {
    float[] values = new float[channels(layer)];
    for (int c = 0; c < values.length; c++) {
      values[c] = factors.get(factors.size() == 1 ? 0 : c);
    }
    return values;
  }

  /** Statistics of the whole count for each channel. */
  private Affine affine(Normalize layer) {
    Affine affine = model.affine(layer);
    if (!layer.whole()) {
      return affine;
    }
    float[] scale = new float[channels(layer)];
    float[] shift = new float[scale.length];
    Arrays.fill(scale, affine.scale()[0]);
    Arrays.fill(shift, affine.shift()[0]);
    return new Affine(scale, shift);
  }

  private Affine affine(LayerScale layer) {
    float[] gamma = model.weights().get(layer.name(), Weights.GAMMA).values();
    return new Affine(gamma, new float[gamma.length]);
  }

  private Value layerNorm(LayerNorm layer, Value x) {
    float[] scale = new float[channels(layer)];
    float[] shift = new float[scale.length];
    Arrays.fill(scale, 1);
    Map<String, Tensor> own = model.weights().of(layer.name());
    return primitives.layerNorm(
        x,
        (float) layer.epsilon(),
        new Affine(
            layer.scale() ? own.get(Weights.GAMMA).values() : scale,
            layer.center() ? own.get(Weights.BETA).values() : shift));
  }

  /** A convolution of 1x1 that gives each channel the value of the one opposite. */
  private Value reverseChannels(ReverseChannels layer, Value x) {
    Tensor kernel = new Tensor(new float[] {0, 0, 1, 0, 1, 0, 1, 0, 0}, 1, 1, 3, 3);
    return new ConvolutionBuilder(primitives, x.type())
        .convolution(
            x,
            new ConvolutionBuilder.Kernel(kernel, null, 1),
            Sliding.cell(),
            List.of(),
            dims(layer));
  }

  private Value activate(Activate layer, Value x) {
    return layer.activation() == Activation.SOFTMAX ? primitives.softmax(x) : function(layer, x);
  }

  private Value function(Layer layer, Value x) {
    return primitives.eltwise(x, Eltwise.of(layer).orElseThrow(), false);
  }

  private Value prelu(PRelu layer, Value x) {
    Tensor slopes = model.weights().get(layer.name(), Weights.ALPHA);
    Shape shape = new Shape(slopes.shape());
    return primitives.prelu(x, slopes.values(), Layouts.dims(1, shape));
  }

  private Value pool(Pool2d layer, Value x) {
    Sliding window = Sliding.of(layer.window(), x.dims(), dims(layer));
    return primitives.pool(x, algorithm(layer.reduction()), window, dims(layer));
  }

  /** Means are taken in float32: they are what a base hands out. */
  private Value globalPool(GlobalPool layer, Value x) {
    boolean isMean = layer.reduction() == Reduction.MEAN;
    Value in = isMean ? primitives.reorder(x, inFloat32(x)) : x;
    long[] cell = {batch, channels(layer), 1, 1};
    Value pooled =
        primitives.pool(in, algorithm(layer.reduction()), Sliding.whole(in.dims()), cell);
    return primitives.reshaped(pooled, dims(layer));
  }

  private static memory.desc inFloat32(Value x) {
    return x.type().value == Layouts.F32.value ? x.layout() : Layouts.plain(Layouts.F32, x.dims());
  }

  private static int algorithm(Reduction reduction) {
    return reduction == Reduction.MAX ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding;
  }

  private Value zeroPad(ZeroPad2d layer, Value x) {
    return primitives.zeroPad(x, dims(layer), 0, 0, layer.top(), layer.left());
  }

  private Value crop(Crop2d layer, Value x) {
    return primitives.crop(x, dims(layer), 0, 0, layer.top(), layer.left());
  }

  /** Where one input, of a difference the first, has the shape that comes out. */
  private boolean isCovered(Elementwise layer) {
    Shape out = shapes.get(layer.name());
    boolean isFirst = shapes.get(layer.inputs().get(0)).equals(out);
    if (layer.inputs().stream().anyMatch(in -> shapes.get(in).rank() != out.rank())) {
      return false;
    }
    return switch (layer.arithmetic()) {
      case AVERAGE -> areAlike(layer);
      case SUBTRACT, DIVIDE -> isFirst;
      default -> layer.inputs().stream().map(shapes::get).anyMatch(out::equals);
    };
  }

  private boolean isRepeated(UpSample2d layer) {
    return layer.interpolation() == Resize2d.ResizeMethod.NEAREST;
  }

  private boolean isAlongChannels(Concat layer) {
    return shapes.get(layer.inputs().get(0)).place(layer.axis()) == rank(layer) - 1;
  }

  private boolean areAlike(Layer layer) {
    return layer.inputs().stream().map(shapes::get).distinct().count() == 1;
  }

  private Value elementwise(Elementwise layer, Value x) {
    List<Value> in = new ArrayList<>(inputs(layer));
    if (layer.arithmetic() == Arithmetic.AVERAGE) {
      float[] shares = new float[in.size()];
      Arrays.fill(shares, 1f / in.size());
      return primitives.sum(in, shares);
    }
    while (!Arrays.equals(in.get(0).dims(), dims(layer))) {
      in.add(in.remove(0));
    }
    Value joined = in.get(0);
    for (Value next : in.subList(1, in.size())) {
      joined = primitives.binary(algorithm(layer.arithmetic()), joined, next);
    }
    return joined;
  }

  private static int algorithm(Arithmetic arithmetic) {
    return switch (arithmetic) {
      case ADD -> dnnl_binary_add;
      case SUBTRACT -> dnnl_binary_sub;
      case MULTIPLY -> dnnl_binary_mul;
      case DIVIDE -> dnnl_binary_div;
      case MAXIMUM -> dnnl_binary_max;
      case MINIMUM -> dnnl_binary_min;
      case AVERAGE -> throw new IllegalArgumentException("a mean is a sum with scales");
    };
  }

  private Value scaledAdd(ScaledAdd layer, Value x) {
    return primitives.sum(inputs(layer), 1, (float) layer.scale());
  }

  /** The axes of a plain map read in another order. */
  private Value permute(Permute layer, Value x) {
    Value plain = primitives.plain(x);
    Shape in = shapes.get(layer.input());
    long[] of = {(long) in.axis(1) * in.axis(2), in.axis(2), 1};
    int[] order = layer.order().stream().mapToInt(axis -> axis - 1).toArray();
    long[] out = dims(layer);
    memory.desc turned =
        Layouts.strided(plain.type(), out, in.size(), of[order[2]], of[order[0]], of[order[1]]);
    Value to = Value.of(Layouts.plain(plain.type(), out));
    primitives.copy(plain.as(turned), to);
    return to;
  }
}
