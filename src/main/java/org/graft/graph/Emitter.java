package org.graft.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Activate;
import org.graft.plan.Affine;
import org.graft.plan.BatchNorm;
import org.graft.plan.CenterCrop;
import org.graft.plan.Clip;
import org.graft.plan.CommonKind;
import org.graft.plan.Concat;
import org.graft.plan.ConstantPad;
import org.graft.plan.Conv2d;
import org.graft.plan.ConvTranspose2d;
import org.graft.plan.Convolution;
import org.graft.plan.Crop2d;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Dropout;
import org.graft.plan.Elementwise;
import org.graft.plan.Elu;
import org.graft.plan.FakeQuantize;
import org.graft.plan.GlobalPool;
import org.graft.plan.GraphBlock;
import org.graft.plan.GroupNorm;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.LayerNorm;
import org.graft.plan.LocalResponseNorm;
import org.graft.plan.MatMul;
import org.graft.plan.MirrorPad2d;
import org.graft.plan.Model;
import org.graft.plan.MultiHeadAttention;
import org.graft.plan.Normalize;
import org.graft.plan.Permute;
import org.graft.plan.Pool2d;
import org.graft.plan.Power;
import org.graft.plan.RareKind;
import org.graft.plan.Rectify;
import org.graft.plan.Reduce;
import org.graft.plan.Reduction;
import org.graft.plan.Rescale;
import org.graft.plan.Resize2d;
import org.graft.plan.RmsNorm;
import org.graft.plan.ScaledAdd;
import org.graft.plan.Select;
import org.graft.plan.SeparableConv2d;
import org.graft.plan.Shape;
import org.graft.plan.SingleHeadAttention;
import org.graft.plan.Size2d;
import org.graft.plan.Slice;
import org.graft.plan.UnitNorm;
import org.graft.plan.UpSample2d;
import org.graft.plan.Weights;
import org.graft.plan.ZeroPad2d;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.PadMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes a plan as a SameDiff graph: NHWC maps and YXIO kernels, the layout that oneDNN runs
 * fastest here. One line a layer kind.
 */
public final class Emitter {
  private final SameDiff graph = GraphFile.empty();
  private final ScalarFunctions functions = new ScalarFunctions(graph);
  private final Windows windows = new Windows(graph);
  private final Pointwise cells = new Pointwise(graph, windows);
  private final Resampling resampling;
  private final Reductions reductions = new Reductions(graph);
  private final Parts parts = new Parts(windows, cells);
  private final Model model;
  private final Map<String, Shape> shapes;
  private final Set<String> training;
  private final Parameters parameters;
  private final Norms norms;
  private final Attention attention;
  private final Blocks blocks;
  private final Products products;
  private final boolean ofBatch;
  private final Map<String, SDVariable> outputs = new HashMap<>();

  /**
   * For the layers of {@code model}.
   *
   * @param training the layers that are trained
   * @param ofBatch whether BatchNorm takes the statistics of the batch at hand
   */
  private Emitter(Model model, Set<String> training, boolean ofBatch) {
    this.model = model;
    this.shapes = model.plan().shapes();
    this.training = training;
    this.resampling = new Resampling(graph, cells, !training.isEmpty());
    this.parameters = new Parameters(graph, model, training);
    this.norms = new Norms(graph, cells, parameters);
    this.attention = new Attention(graph, cells, parameters);
    this.blocks = new Blocks(graph, parameters, training);
    this.products = new Products(graph, windows, cells, functions, parameters);
    this.ofBatch = ofBatch;
  }

  /** The graph for inference: all parameters constant, dropout gone. */
  public static SameDiffNetwork inference(Model model) {
    return new Emitter(model, Set.of(), false).emit();
  }

  /**
   * The graph for inference, but that every BatchNorm takes mean and variance from the batch at
   * hand and not from its weights, as in training: for showing what that does.
   */
  public static SameDiffNetwork batchStatistics(Model model) {
    return new Emitter(model, Set.of(), true).emit();
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
    return new Emitter(model, training, false).emit();
  }

  private static void requireGradient(Layer layer) {
    boolean dilated =
        layer instanceof Convolution conv
            ? conv.window().hasGaps()
            : layer instanceof ConvTranspose2d transposed && transposed.window().hasGaps();
    if (dilated) {
      throw new UnsupportedModelException(
          "layer %s (%s, dilated) cannot be trained through; fine-tune from a layer behind it"
              .formatted(layer.name(), layer.kindName()));
    }
  }

  private SameDiffNetwork emit() {
    for (Layer layer : model.plan().layers()) {
      if (layer instanceof Input in) {
        outputs.put(in.name(), graph.placeHolder(in.name(), DataType.FLOAT, in.shape().batched()));
      } else {
        emit(layer);
      }
    }
    SessionWalk.requireShort(graph, model.plan().output().name());
    graph.setOutputs(List.of(model.plan().output().name()));
    return new SameDiffNetwork(graph, model);
  }

  /**
   * Within a scope of the layer's own, so that no operation and no inner variable bears a layer's
   * name: SameDiff refuses some such graphs, and mixes the names up in its files. Where a layer
   * changes nothing, by an operation all the same: it has a variable of its own.
   */
  private void emit(Layer layer) {
    SDVariable output;
    NameScope scope = graph.withNameScope(layer.name());
    try {
      SDVariable made = output(layer, outputs.get(layer.inputs().get(0)));
      output = outputs.containsValue(made) ? graph.identity(made) : made;
    } finally {
      scope.close();
    }
    outputs.put(layer.name(), output);
    output.rename(layer.name());
  }

  private SDVariable output(Layer layer, SDVariable x) {
    return layer.kind() instanceof CommonKind kind
        ? common(kind, layer, x)
        : rare((RareKind) layer.kind(), layer, x);
  }

  private SDVariable common(CommonKind kind, Layer l, SDVariable x) {
    return switch (kind) {
      case INPUT -> throw new IllegalArgumentException(l.name() + " is given, not computed");
      case REVERSE_CHANNELS -> resampling.reversed(x);
      case RESCALE -> rescaled((Rescale) l, x);
      case NORMALIZE -> affine(l, x, model.affine((Normalize) l));
      case CONV2D -> products.conv((Conv2d) l, x, inputShape(l));
      case DEPTHWISE_CONV2D -> products.depthwise((DepthwiseConv2d) l, x, inputShape(l));
      case SEPARABLE_CONV2D -> products.separable((SeparableConv2d) l, x, inputShape(l));
      case DENSE -> products.dense((Dense) l, x, inputShape(l));
      case BATCH_NORM -> batchNorm((BatchNorm) l, x);
      case LAYER_NORM -> norms.layerNorm((LayerNorm) l, x, inputShape(l));
      case LAYER_SCALE -> x.mul(parameters.get(l, Weights.GAMMA));
      case ACTIVATE -> functions.apply(x, ((Activate) l).activation());
      case RECTIFY -> functions.rectified(x, (Rectify) l);
      case ELU -> functions.elu(x, ((Elu) l).alpha());
      case PRELU -> functions.rectified(x, parameters.get(l, Weights.ALPHA));
      case CLIP -> functions.clipped(x, (Clip) l);
      case POOL2D -> pool((Pool2d) l, x);
      case GLOBAL_POOL -> globalPool((GlobalPool) l, x);
      case UP_SAMPLE2D -> upSample((UpSample2d) l, x);
      case ZERO_PAD2D -> zeroPad((ZeroPad2d) l, x);
      case CROP2D -> parts.cropped(x, (Crop2d) l);
      case CONCAT -> graph.concat(inputShape(l).place(((Concat) l).axis()) + 1, inputs(l));
      case ELEMENTWISE -> functions.joined(widened(l), ((Elementwise) l).arithmetic());
      case SCALED_ADD -> x.add(inputs(l)[1].mul(((ScaledAdd) l).scale()));
      case FLATTEN, RESHAPE -> cells.reshaped(x, outputShape(l));
      case PERMUTE -> permute((Permute) l, x);
      case DROPOUT -> dropout((Dropout) l, x);
      case NOISE -> graph.identity(x);
    };
  }

  private SDVariable rare(RareKind kind, Layer l, SDVariable x) {
    return switch (kind) {
      case CONV_TRANSPOSE2D -> products.transposed((ConvTranspose2d) l, x, inputShape(l));
      case GROUP_NORM -> norms.groupNorm((GroupNorm) l, x, inputShape(l));
      case RMS_NORM -> norms.rmsNorm((RmsNorm) l, x, inputShape(l));
      case UNIT_NORM -> norms.unitNorm((UnitNorm) l, x, inputShape(l));
      case POSITION_EMBEDDING -> x.add(parameters.get(l, Weights.EMBEDDINGS));
      case ELEMENT_SCALE -> x.mul(parameters.get(l, Weights.GAMMA));
      case STANDARDIZE -> norms.standardized(x, inputShape(l));
      case CENTER_CROP -> parts.cropped(x, (CenterCrop) l, inputShape(l));
      case MULTI_HEAD_ATTENTION -> attention.multiHead((MultiHeadAttention) l, entering(l));
      case SINGLE_HEAD_ATTENTION -> attention.singleHead((SingleHeadAttention) l, entering(l));
      case MAT_MUL -> attention.product((MatMul) l, entering(l));
      case SLICE -> parts.sliced(x, (Slice) l, inputShape(l));
      case POWER -> graph.math().pow(x, ((Power) l).exponent());
      case FAKE_QUANTIZE -> functions.quantized(x, (FakeQuantize) l);
      case LOCAL_RESPONSE_NORM -> localResponse((LocalResponseNorm) l, x);
      case REDUCE -> reductions.reduced(x, inputShape(l), (Reduce) l);
      case RESIZE2D -> resampling.resized(x, inputShape(l), (Resize2d) l);
      case MIRROR_PAD2D -> resampling.mirrored(x, inputShape(l), (MirrorPad2d) l);
      case CONSTANT_PAD -> windows.padded(x, (ConstantPad) l);
      case GRAPH_BLOCK -> blocks.output((GraphBlock) l, x);
      case SELECT -> resampling.selected(x, inputShape(l), (Select) l);
    };
  }

  private SDVariable[] inputs(Layer layer) {
    return layer.inputs().stream().map(outputs::get).toArray(SDVariable[]::new);
  }

  /** What is joined, all of as many axes: a vector with a map as a map of one cell. */
  private SDVariable[] widened(Layer layer) {
    int rank = outputShape(layer).rank();
    return layer.inputs().stream()
        .map(
            input ->
                shapes.get(input).rank() == rank
                    ? outputs.get(input)
                    : cells.reshaped(outputs.get(input), shapes.get(input).widened(rank)))
        .toArray(SDVariable[]::new);
  }

  private SDVariable rescaled(Rescale layer, SDVariable x) {
    SDVariable scaled =
        layer.scales() ? x.mul(parameters.constant(layer, "scale", layer.affine().scale())) : x;
    return layer.moves() || !layer.scales()
        ? scaled.add(parameters.constant(layer, "offset", layer.affine().shift()))
        : scaled;
  }

  /** Constants: the batch mode of a BatchNorm, which hurts fine-tuning, cannot come up. */
  private SDVariable affine(Layer layer, SDVariable x, Affine affine) {
    SDVariable scaled = x.mul(parameters.constant(layer, "scale", affine.scale()));
    return scaled.add(parameters.constant(layer, "shift", affine.shift()));
  }

  private SDVariable batchNorm(BatchNorm layer, SDVariable x) {
    return ofBatch
        ? norms.batchNormOfBatch(layer, x, inputShape(layer))
        : affine(layer, x, model.affine(layer));
  }

  private SDVariable localResponse(LocalResponseNorm layer, SDVariable x) {
    return training.isEmpty()
        ? windows.normalized(x, layer)
        : norms.localResponse(layer, x, inputShape(layer));
  }

  private SDVariable pool(Pool2d layer, SDVariable x) {
    return windows.pool(windows.reached(x, layer.window(), inputShape(layer)), layer);
  }

  private SDVariable globalPool(GlobalPool layer, SDVariable x) {
    int[] axes = IntStream.range(1, inputShape(layer).rank()).toArray();
    return layer.reduction() == Reduction.MAX
        ? graph.max(x, layer.keepAxes(), axes)
        : reductions.mean(x, inputShape(layer), layer.keepAxes(), axes);
  }

  private SDVariable zeroPad(ZeroPad2d layer, SDVariable x) {
    int[][] paddings = {
      {0, 0}, {layer.top(), layer.bottom()}, {layer.left(), layer.right()}, {0, 0}
    };
    SDVariable amounts =
        graph.constant(
            SameDiffNetwork.variable(layer.name(), "paddings"), Nd4j.createFromArray(paddings));
    return graph.nn().pad(x, amounts, PadMode.CONSTANT, 0);
  }

  /** For training by gathering, since SameDiff's own has a wrong gradient. */
  private SDVariable upSample(UpSample2d layer, SDVariable x) {
    Size2d times = layer.times();
    boolean repeats = layer.interpolation() == Resize2d.ResizeMethod.NEAREST;
    return repeats && training.isEmpty()
        ? graph.cnn().upsampling2d(x, times.height(), times.width(), false)
        : resampling.resized(x, inputShape(layer), layer.resize(inputShape(layer)));
  }

  private Attention.Entering entering(Layer layer) {
    List<Shape> entering = layer.inputs().stream().map(shapes::get).toList();
    return new Attention.Entering(List.of(inputs(layer)), entering);
  }

  private SDVariable permute(Permute layer, SDVariable x) {
    int[] axes = new int[layer.order().size() + 1];
    for (int i = 1; i < axes.length; i++) {
      axes[i] = layer.order().get(i - 1);
    }
    return graph.permute(x, axes);
  }

  private SDVariable dropout(Dropout layer, SDVariable x) {
    if (!training.contains(layer.name())) {
      return graph.identity(x);
    }
    SDVariable mask =
        graph.placeHolder(
            SameDiffNetwork.variable(layer.name(), "mask"),
            DataType.FLOAT,
            outputShape(layer).batched());
    return x.mul(mask);
  }

  /** Of the first input. */
  private Shape inputShape(Layer layer) {
    return shapes.get(layer.inputs().get(0));
  }

  private Shape outputShape(Layer layer) {
    return shapes.get(layer.name());
  }
}
