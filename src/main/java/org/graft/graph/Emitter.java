package org.graft.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Activate;
import org.graft.plan.Affine;
import org.graft.plan.BatchNorm;
import org.graft.plan.CenterCrop;
import org.graft.plan.Clip;
import org.graft.plan.Concat;
import org.graft.plan.ConstantPad;
import org.graft.plan.Conv2d;
import org.graft.plan.ConvTranspose2d;
import org.graft.plan.Convolution;
import org.graft.plan.Crop2d;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Dropout;
import org.graft.plan.ElementScale;
import org.graft.plan.Elementwise;
import org.graft.plan.Elu;
import org.graft.plan.FakeQuantize;
import org.graft.plan.Flatten;
import org.graft.plan.GlobalPool;
import org.graft.plan.GraphBlock;
import org.graft.plan.GroupNorm;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.LayerNorm;
import org.graft.plan.LayerScale;
import org.graft.plan.LocalResponseNorm;
import org.graft.plan.MatMul;
import org.graft.plan.MirrorPad2d;
import org.graft.plan.Model;
import org.graft.plan.MultiHeadAttention;
import org.graft.plan.Noise;
import org.graft.plan.Normalize;
import org.graft.plan.PRelu;
import org.graft.plan.Permute;
import org.graft.plan.Pool2d;
import org.graft.plan.PositionEmbedding;
import org.graft.plan.Power;
import org.graft.plan.Rectify;
import org.graft.plan.Reduce;
import org.graft.plan.Reduction;
import org.graft.plan.Rescale;
import org.graft.plan.Reshape;
import org.graft.plan.Resize2d;
import org.graft.plan.ReverseChannels;
import org.graft.plan.RmsNorm;
import org.graft.plan.ScaledAdd;
import org.graft.plan.Select;
import org.graft.plan.SeparableConv2d;
import org.graft.plan.Shape;
import org.graft.plan.SingleHeadAttention;
import org.graft.plan.Size2d;
import org.graft.plan.Slice;
import org.graft.plan.Standardize;
import org.graft.plan.Unary;
import org.graft.plan.UnitNorm;
import org.graft.plan.UpSample2d;
import org.graft.plan.Weights;
import org.graft.plan.Window;
import org.graft.plan.ZeroPad2d;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.PadMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes a plan as a SameDiff graph: NHWC maps and YXIO kernels, the layout that oneDNN runs
 * fastest here. One line of the table a layer kind.
 */
public final class Emitter {
  private final SameDiff graph = GraphFile.empty();
  private final ScalarFunctions functions = new ScalarFunctions(graph);
  private final Windows windows = new Windows(graph);
  private final Pointwise cells = new Pointwise(graph, windows);
  private final Resampling resampling;
  private final Reductions reductions = new Reductions(graph);
  private final Parts parts = new Parts(graph, cells);
  private final Model model;
  private final Map<String, Shape> shapes;
  private final Set<String> training;
  private final Parameters parameters;
  private final Norms norms;
  private final Attention attention;
  private final Blocks blocks;
  private final Map<String, SDVariable> outputs = new HashMap<>();
  private final Map<Class<? extends Layer>, BiConsumer<Layer, SDVariable>> table = new HashMap<>();

  private Emitter(Model model, Set<String> training) {
    this.model = model;
    this.shapes = model.plan().shapes();
    this.training = training;
    this.resampling = new Resampling(graph, cells, !training.isEmpty());
    this.parameters = new Parameters(graph, model, training);
    this.norms = new Norms(graph, cells, parameters);
    this.attention = new Attention(graph, cells, parameters);
    this.blocks = new Blocks(graph, parameters, training);
    line(ReverseChannels.class, this::reverseChannels);
    line(Rescale.class, this::rescale);
    line(Normalize.class, (l, x) -> emit(l, affine(l, x, model.affine(l))));
    line(Conv2d.class, this::conv);
    line(DepthwiseConv2d.class, this::depthwise);
    line(SeparableConv2d.class, this::separable);
    line(ConvTranspose2d.class, this::transposed);
    line(Dense.class, this::dense);
    line(BatchNorm.class, (l, x) -> emit(l, affine(l, x, model.affine(l))));
    line(LayerNorm.class, (l, x) -> emit(l, norms.layerNorm(l, x, inputShape(l))));
    line(GroupNorm.class, (l, x) -> emit(l, norms.groupNorm(l, x, inputShape(l))));
    line(RmsNorm.class, (l, x) -> emit(l, norms.rmsNorm(l, x, inputShape(l))));
    line(UnitNorm.class, (l, x) -> emit(l, norms.unitNorm(l, x, inputShape(l))));
    line(PositionEmbedding.class, (l, x) -> emit(l, x.add(parameter(l, Weights.EMBEDDINGS))));
    line(LayerScale.class, (l, x) -> emit(l, x.mul(parameter(l, Weights.GAMMA))));
    line(ElementScale.class, (l, x) -> emit(l, x.mul(parameter(l, Weights.GAMMA))));
    line(Standardize.class, (l, x) -> emit(l, norms.standardized(x, inputShape(l))));
    line(Activate.class, (l, x) -> emit(l, functions.apply(x, l.activation())));
    line(Rectify.class, (l, x) -> emit(l, functions.rectified(x, l)));
    line(Elu.class, (l, x) -> emit(l, functions.elu(x, l.alpha())));
    line(PRelu.class, (l, x) -> emit(l, functions.rectified(x, parameter(l, Weights.ALPHA))));
    line(Pool2d.class, (l, x) -> emit(l, windows.pool(reached(l, l.window(), x), l)));
    line(GlobalPool.class, this::globalPool);
    line(UpSample2d.class, this::upSample);
    line(ZeroPad2d.class, this::zeroPad);
    line(Crop2d.class, (l, x) -> emit(l, parts.cropped(x, l)));
    line(CenterCrop.class, (l, x) -> emit(l, parts.cropped(x, l, inputShape(l))));
    line(Concat.class, (l, x) -> emit(l, graph.concat(axis(l), inputs(l))));
    line(Elementwise.class, (l, x) -> emit(l, functions.joined(widened(l), l.arithmetic())));
    line(ScaledAdd.class, this::scaledAdd);
    line(MultiHeadAttention.class, (l, x) -> emit(l, attention.multiHead(l, entering(l))));
    line(SingleHeadAttention.class, (l, x) -> emit(l, attention.singleHead(l, entering(l))));
    line(MatMul.class, (l, x) -> emit(l, attention.product(l, entering(l))));
    line(Flatten.class, (l, x) -> emit(l, reshaped(x, outputShape(l))));
    line(Reshape.class, (l, x) -> emit(l, reshaped(x, outputShape(l))));
    line(Permute.class, this::permute);
    line(Slice.class, (l, x) -> emit(l, parts.sliced(x, l, inputShape(l))));
    line(Dropout.class, this::dropout);
    line(Noise.class, (l, x) -> emit(l, graph.identity(x)));
    line(Power.class, (l, x) -> emit(l, graph.math().pow(x, l.exponent())));
    line(Clip.class, (l, x) -> emit(l, functions.clipped(x, l)));
    line(FakeQuantize.class, (l, x) -> emit(l, functions.quantized(x, l)));
    line(LocalResponseNorm.class, (l, x) -> emit(l, windows.normalized(x, l)));
    line(Reduce.class, (l, x) -> emit(l, reductions.reduced(x, inputShape(l), l)));
    line(Resize2d.class, (l, x) -> emit(l, resampling.resized(x, inputShape(l), l)));
    line(MirrorPad2d.class, (l, x) -> emit(l, resampling.mirrored(x, inputShape(l), l)));
    line(ConstantPad.class, (l, x) -> emit(l, windows.padded(x, l)));
    line(GraphBlock.class, (l, x) -> emit(l, blocks.output(l, x)));
    line(Select.class, (l, x) -> emit(l, resampling.selected(x, inputShape(l), l)));
  }

  /** The graph for inference: all parameters constant, dropout gone. */
  public static SameDiffNetwork inference(Model model) {
    return new Emitter(model, Set.of()).emit();
  }

  /**
   * The graph for inference, but that every BatchNorm takes mean and variance from the batch at
   * hand and not from its weights, as in training: for showing what that does.
   */
  public static SameDiffNetwork batchStatistics(Model model) {
    Emitter emitter = new Emitter(model, Set.of());
    emitter.line(
        BatchNorm.class,
        (l, x) -> emitter.emit(l, emitter.norms.batchNormOfBatch(l, x, emitter.inputShape(l))));
    return emitter.emit();
  }

  /**
   * The graph for training the layers {@code training}: their parameters are variables, and each
   * dropout among them multiplies by a placeholder {@code <layer>/mask} that the caller feeds. All
   * other layers are as in inference.
   *
   * @throws UnsupportedModelException for a layer that gradients must pass and SameDiff's do not as
   *     they should: dilated convolutions, where they fail
   */
  public static SameDiffNetwork training(Model model, Set<String> training) {
    Set<String> passed = new HashSet<>(training);
    for (Layer layer : model.plan().layers()) {
      if (passed.contains(layer.name()) || layer.inputs().stream().anyMatch(passed::contains)) {
        passed.add(layer.name());
        requireGradient(layer);
      }
    }
    return new Emitter(model, training).emit();
  }

  private static void requireGradient(Layer layer) {
    boolean dilated =
        layer instanceof Convolution conv
            ? conv.window().hasGaps()
            : layer instanceof ConvTranspose2d transposed && transposed.window().hasGaps();
    if (dilated) {
      throw new UnsupportedModelException(
          String.format(
              "layer %s (%s, dilated) cannot be trained through; fine-tune from a layer behind it",
              layer.name(), layer.kind()));
    }
  }

  private SameDiffNetwork emit() {
    for (Layer layer : model.plan().layers()) {
      if (layer instanceof Input input) {
        emit(input, graph.placeHolder(input.name(), DataType.FLOAT, input.shape().batched()));
      } else {
        emit(layer);
      }
    }
    SessionWalk.requireShort(graph, model.plan().output().name());
    graph.setOutputs(List.of(model.plan().output().name()));
    return new SameDiffNetwork(graph, model);
  }

  private <L extends Layer> void line(Class<L> kind, BiConsumer<L, SDVariable> rule) {
    table.put(kind, (layer, x) -> rule.accept(kind.cast(layer), x));
  }

  /**
   * Within a scope of the layer's own, so that no operation and no inner variable bears a layer's
   * name: SameDiff refuses some such graphs, and mixes the names up in its files.
   */
  private void emit(Layer layer) {
    NameScope scope = graph.withNameScope(layer.name());
    try {
      table.get(layer.getClass()).accept(layer, outputs.get(layer.inputs().get(0)));
    } finally {
      scope.close();
    }
    outputs.get(layer.name()).rename(layer.name());
  }

  /** Where a layer changes nothing, by an operation all the same: it has a variable of its own. */
  private void emit(Layer layer, SDVariable output) {
    boolean anothers = outputs.containsValue(output);
    outputs.put(layer.name(), anothers ? graph.identity(output) : output);
  }

  private SDVariable[] inputs(Layer layer) {
    return layer.inputs().stream().map(outputs::get).toArray(SDVariable[]::new);
  }

  /** What is joined, all of as many axes: a vector with a map as a map of one cell. */
  private SDVariable[] widened(Elementwise layer) {
    int rank = outputShape(layer).rank();
    return layer.inputs().stream()
        .map(
            input ->
                shapes.get(input).rank() == rank
                    ? outputs.get(input)
                    : reshaped(outputs.get(input), shapes.get(input).widened(rank)))
        .toArray(SDVariable[]::new);
  }

  private SDVariable parameter(Layer layer, String name) {
    return parameters.get(layer, name);
  }

  private SDVariable constant(Layer layer, String name, float... values) {
    return parameters.constant(layer, name, values);
  }

  private void reverseChannels(ReverseChannels layer, SDVariable x) {
    emit(layer, resampling.reversed(x));
  }

  private void rescale(Rescale layer, SDVariable x) {
    float[] scale = array(layer.scale());
    float[] offset = array(layer.offset());
    SDVariable scaled = isAll(1, scale) ? x : x.mul(constant(layer, "scale", scale));
    boolean moves = isAll(1, scale) || !isAll(0, offset);
    emit(layer, moves ? scaled.add(constant(layer, "offset", offset)) : scaled);
  }

  private static boolean isAll(float wanted, float... values) {
    boolean all = true;
    for (float value : values) {
      all &= value == wanted;
    }
    return all;
  }

  /** {@code groups} of one channel each are a depthwise convolution with the same kernel values. */
  private void conv(Conv2d layer, SDVariable map) {
    SDVariable x = reached(layer, layer.window(), map);
    Windows.Weight weight = weight(layer, Weights.KERNEL);
    int in = inputShape(layer).channels();
    SDVariable sums;
    if (layer.groups() == 1) {
      sums = windows.conv(x, weight, layer.window());
    } else if (layer.groups() == in) {
      Size2d size = layer.window().size();
      SDVariable kernel =
          graph.reshape(weight.kernel(), size.height(), size.width(), in, layer.filters() / in);
      sums = windows.depthwise(x, new Windows.Weight(kernel, weight.bias()), layer.window());
    } else {
      sums = windows.grouped(x, weight, layer, in);
    }
    emit(layer, functions.apply(sums, layer.activation()));
  }

  private void depthwise(DepthwiseConv2d layer, SDVariable x) {
    SDVariable reached = reached(layer, layer.window(), x);
    SDVariable map = windows.depthwise(reached, weight(layer, Weights.KERNEL), layer.window());
    emit(layer, functions.apply(map, layer.activation()));
  }

  private void separable(SeparableConv2d layer, SDVariable x) {
    Windows.Weight depthwise = new Windows.Weight(parameter(layer, Weights.KERNEL), null);
    SDVariable reached = reached(layer, layer.window(), x);
    SDVariable between = windows.depthwise(reached, depthwise, layer.window());
    SDVariable map = cells.product(between, weight(layer, Weights.POINTWISE_KERNEL));
    emit(layer, functions.apply(map, layer.activation()));
  }

  private void transposed(ConvTranspose2d layer, SDVariable x) {
    SDVariable bias = layer.bias() ? parameter(layer, Weights.BIAS) : null;
    Windows.Weight weight = new Windows.Weight(parameter(layer, Weights.KERNEL), bias);
    SDVariable map = windows.transposed(x, weight, layer, inputShape(layer));
    emit(layer, functions.apply(map, layer.activation()));
  }

  private Windows.Weight weight(Convolution layer, String kernel) {
    return new Windows.Weight(
        parameter(layer, kernel), layer.bias() ? parameter(layer, Weights.BIAS) : null);
  }

  /**
   * A convolution of 1x1 on all but vectors. Not {@code nn.linear}: that op is silently wrong on
   * oneDNN from the second call on.
   */
  private void dense(Dense layer, SDVariable x) {
    SDVariable kernel = parameter(layer, Weights.KERNEL);
    SDVariable bias = layer.bias() ? parameter(layer, Weights.BIAS) : null;
    Shape in = inputShape(layer);
    SDVariable sum;
    if (in.rank() == 1) {
      SDVariable product = x.mmul(kernel);
      sum = bias == null ? product : product.add(bias);
    } else {
      Windows.Weight weight = new Windows.Weight(kernel, bias);
      SDVariable product = cells.product(cells.map(x, in), weight, in.channels(), layer.units());
      sum = in.isMap() ? product : reshaped(product, outputShape(layer));
    }
    emit(layer, functions.apply(sum, layer.activation()));
  }

  /** Constants: the batch mode of a BatchNorm, which hurts fine-tuning, cannot come up. */
  private SDVariable affine(Layer layer, SDVariable x, Affine affine) {
    SDVariable scaled = x.mul(constant(layer, "scale", affine.scale()));
    return scaled.add(constant(layer, "shift", affine.shift()));
  }

  private void globalPool(GlobalPool layer, SDVariable x) {
    int[] axes = IntStream.range(1, inputShape(layer).rank()).toArray();
    emit(
        layer,
        layer.reduction() == Reduction.MAX
            ? graph.max(x, layer.keepAxes(), axes)
            : reductions.mean(x, inputShape(layer), layer.keepAxes(), axes));
  }

  private void zeroPad(ZeroPad2d layer, SDVariable x) {
    int[][] paddings = {
      {0, 0}, {layer.top(), layer.bottom()}, {layer.left(), layer.right()}, {0, 0}
    };
    SDVariable amounts =
        graph.constant(
            SameDiffNetwork.variable(layer.name(), "paddings"), Nd4j.createFromArray(paddings));
    emit(layer, graph.nn().pad(x, amounts, PadMode.CONSTANT, 0));
  }

  /** For training by gathering, since SameDiff's own has a wrong gradient. */
  private void upSample(UpSample2d layer, SDVariable x) {
    Size2d times = layer.times();
    boolean repeats = layer.interpolation() == Resize2d.ResizeMethod.NEAREST;
    emit(
        layer,
        repeats && training.isEmpty()
            ? graph.cnn().upsampling2d(x, times.height(), times.width(), false)
            : resampling.resized(x, inputShape(layer), layer.resize(inputShape(layer))));
  }

  private int axis(Concat layer) {
    return shapes.get(layer.inputs().get(0)).place(layer.axis()) + 1;
  }

  private Attention.Entering entering(Layer layer) {
    List<Shape> entering = layer.inputs().stream().map(shapes::get).toList();
    return new Attention.Entering(List.of(inputs(layer)), entering);
  }

  private void scaledAdd(ScaledAdd layer, SDVariable first) {
    emit(layer, first.add(outputs.get(layer.inputs().get(1)).mul(layer.scale())));
  }

  private void permute(Permute layer, SDVariable x) {
    int[] axes = new int[layer.order().size() + 1];
    for (int i = 1; i < axes.length; i++) {
      axes[i] = layer.order().get(i - 1);
    }
    emit(layer, graph.permute(x, axes));
  }

  private void dropout(Dropout layer, SDVariable x) {
    if (!training.contains(layer.name())) {
      emit(layer, graph.identity(x));
      return;
    }
    SDVariable mask =
        graph.placeHolder(
            SameDiffNetwork.variable(layer.name(), "mask"),
            DataType.FLOAT,
            outputShape(layer).batched());
    emit(layer, x.mul(mask));
  }

  private SDVariable reached(Unary layer, Window window, SDVariable x) {
    return windows.reached(x, window, inputShape(layer));
  }

  private Shape inputShape(Unary layer) {
    return shapes.get(layer.input());
  }

  private Shape outputShape(Layer layer) {
    return shapes.get(layer.name());
  }

  private SDVariable reshaped(SDVariable x, Shape shape) {
    return cells.reshaped(x, shape);
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
