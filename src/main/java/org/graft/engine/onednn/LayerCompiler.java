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
import org.graft.plan.CommonKind;
import org.graft.plan.Concat;
import org.graft.plan.Conv2d;
import org.graft.plan.Convolution;
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
import org.graft.plan.Resize2d.ResizeMethod;
import org.graft.plan.ReverseChannels;
import org.graft.plan.ScaledAdd;
import org.graft.plan.SeparableConv2d;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.UpSample2d;
import org.graft.plan.Weights;
import org.graft.plan.ZeroPad2d;

/**
 * Writes the layers of a plan as primitives: one line a common layer kind, with the forms of it
 * that oneDNN has. A layer of another kind or form is run by SameDiff, between the others.
 */
final class LayerCompiler {
  private final Model model;
  private final int batch;
  private final Map<String, Shape> shapes;
  private final FusedFunctions functions;
  private final PrimitiveBuilder primitives;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final ProductCompiler products;

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
    this.products =
        new ProductCompiler(
            model.weights(), shapes, batch, functions, new ConvolutionBuilder(primitives, type));
  }

  private Line line(CommonKind kind) {
    return switch (kind) {
      case INPUT -> line(Input.class, (l, x) -> values.get(l.name()));
      case REVERSE_CHANNELS -> line(ReverseChannels.class, l -> channels(l) == 3, this::reverse);
      case RESCALE -> line(Rescale.class, (l, x) -> primitives.affine(x, l.affine(channels(l))));
      case NORMALIZE ->
          line(Normalize.class, l -> !l.whole(), (l, x) -> primitives.affine(x, model.affine(l)));
      case CONV2D -> line(Conv2d.class, this::hasFunction, products::conv);
      case DEPTHWISE_CONV2D -> line(DepthwiseConv2d.class, this::hasFunction, products::depthwise);
      case SEPARABLE_CONV2D -> line(SeparableConv2d.class, this::hasFunction, products::separable);
      case DENSE -> line(Dense.class, l -> isFunction(l.activation()), products::dense);
      case BATCH_NORM -> line(BatchNorm.class, (l, x) -> primitives.affine(x, model.affine(l)));
      case LAYER_NORM -> line(LayerNorm.class, this::layerNorm);
      case LAYER_SCALE -> line(LayerScale.class, this::affine);
      case ACTIVATE -> line(Activate.class, l -> isFunction(l.activation()), this::activate);
      case RECTIFY -> line(Rectify.class, l -> Eltwise.of(l).isPresent(), this::function);
      case ELU -> line(Elu.class, this::function);
      case PRELU -> line(PRelu.class, this::prelu);
      case CLIP -> line(Clip.class, this::function);
      case POOL2D -> line(Pool2d.class, l -> !l.window().hasGaps(), this::pool);
      case GLOBAL_POOL -> line(GlobalPool.class, this::globalPool);
      case UP_SAMPLE2D ->
          line(
              UpSample2d.class,
              l -> l.interpolation() == ResizeMethod.NEAREST,
              (l, x) -> primitives.upSample(x, dims(l)));
      case ZERO_PAD2D -> line(ZeroPad2d.class, this::zeroPad);
      case CROP2D -> line(Crop2d.class, this::crop);
      case CONCAT ->
          line(Concat.class, this::isAlongChannels, (l, x) -> primitives.concat(inputs(l)));
      case ELEMENTWISE -> line(Elementwise.class, this::isCovered, this::elementwise);
      case SCALED_ADD -> line(ScaledAdd.class, this::areAlike, this::scaledAdd);
      case FLATTEN -> line(Flatten.class, (l, x) -> primitives.reshaped(x, dims(l)));
      case RESHAPE -> line(Reshape.class, (l, x) -> primitives.reshaped(x, dims(l)));
      case PERMUTE -> line(Permute.class, l -> rank(l) == 3, this::permute);
      case DROPOUT -> line(Dropout.class, (l, x) -> x);
      case NOISE -> line(Noise.class, (l, x) -> x);
    };
  }

  private static <L extends Layer> Line line(Class<L> kind, BiFunction<L, Value, Value> compile) {
    return line(kind, layer -> true, compile);
  }

  private static <L extends Layer> Line line(
      Class<L> kind, Predicate<L> covers, BiFunction<L, Value, Value> compile) {
    return new Line(
        layer -> covers.test(kind.cast(layer)), (layer, x) -> compile.apply(kind.cast(layer), x));
  }

  /** The layers that SameDiff runs, in order. */
  List<Layer> uncovered() {
    return model.plan().layers().stream().filter(l -> !covers(l)).toList();
  }

  private boolean covers(Layer layer) {
    return layer instanceof Input
        || (layer.kind() instanceof CommonKind kind
            && layer.inputs().stream().allMatch(in -> shapes.get(in).rank() <= 3)
            && rank(layer) <= 3
            && line(kind).covers().test(layer));
  }

  /** Appends all layers; what each gives is known by its name. */
  Map<String, Value> compile() {
    for (Input input : model.plan().inputs()) {
      values.put(input.name(), Value.of(Layouts.plain(Layouts.F32, dims(input))));
    }
    for (Layer layer : model.plan().layers()) {
      if (!values.containsKey(layer.name())) {
        Value made = covers(layer) ? compiled(layer) : bySameDiff(layer);
        values.put(layer.name(), made);
        functions.behind(layer).forEach(taken -> values.put(taken.name(), made));
      }
    }
    return values;
  }

  private Value compiled(Layer layer) {
    Value made = line((CommonKind) layer.kind()).compile().apply(layer, input(layer));
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

  private boolean hasFunction(Convolution layer) {
    return isFunction(layer.activation());
  }

  private Value affine(LayerScale layer, Value x) {
    float[] gamma = model.weights().get(layer.name(), Weights.GAMMA).values();
    return primitives.affine(x, new Affine(gamma, new float[gamma.length]));
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
  private Value reverse(ReverseChannels layer, Value x) {
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
    Value in = isMean && x.type() != Layouts.F32 ? primitives.plain(x, Layouts.F32) : x;
    long[] cell = {batch, channels(layer), 1, 1};
    Value pooled =
        primitives.pool(in, algorithm(layer.reduction()), Sliding.whole(in.dims()), cell);
    return primitives.reshaped(pooled, dims(layer));
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
