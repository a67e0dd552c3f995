package org.graft.tape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Affine;
import org.graft.plan.Arithmetic;
import org.graft.plan.BatchNorm;
import org.graft.plan.CommonKind;
import org.graft.plan.Concat;
import org.graft.plan.Conv2d;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Dropout;
import org.graft.plan.Elementwise;
import org.graft.plan.Flatten;
import org.graft.plan.GlobalPool;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.LayerNorm;
import org.graft.plan.LayerScale;
import org.graft.plan.Model;
import org.graft.plan.Noise;
import org.graft.plan.Normalize;
import org.graft.plan.Pool2d;
import org.graft.plan.Rectify;
import org.graft.plan.Reduction;
import org.graft.plan.Rescale;
import org.graft.plan.Reshape;
import org.graft.plan.ReverseChannels;
import org.graft.plan.ScaledAdd;
import org.graft.plan.SeparableConv2d;
import org.graft.plan.Shape;
import org.graft.plan.Weights;
import org.graft.plan.Window;
import org.graft.plan.ZeroPad2d;
import org.graft.tape.MoveStep.Move;

/**
 * Makes steps of a plan's layers: one line a common layer kind, with the forms of it that are
 * covered. Functions of single values replace what comes in where they may.
 */
final class StepCompiler {
  private final Model model;
  private final TrainedConvolutions convolutions;
  private final Map<String, Shape> shapes;
  private final Covered covered;
  private final LayerValues values;
  private final List<LayerStep> steps = new ArrayList<>();
  private final Map<String, Values> masked = new HashMap<>();
  private final Set<String> masks;

  /** Of layers that are applied as their vectors enter a product. */
  private final Map<String, Affine> scalings = new HashMap<>();

  private record Line(Predicate<Layer> covers, Consumer<Layer> make) {}

  private static final Line LEFT_TO_THE_GRAPH = new Line(layer -> false, layer -> {});

  /**
   * For the layers of {@code model}.
   *
   * @param masks dropouts that are told what to drop; all others drop nothing
   */
  StepCompiler(Model model, TrainedConvolutions convolutions, Set<String> masks) {
    this.model = model;
    this.convolutions = convolutions;
    this.shapes = model.plan().shapes();
    this.masks = masks;
    this.covered = new Covered(shapes);
    this.values = new LayerValues(model.plan());
  }

  private Line line(CommonKind kind) {
    return switch (kind) {
      case INPUT -> line(Input.class, values::given);
      case REVERSE_CHANNELS -> line(ReverseChannels.class, this::reversed);
      case RESCALE ->
          line(Rescale.class, l -> scaled(l, l.affine(shapes.get(l.name()).channels())));
      case NORMALIZE -> line(Normalize.class, l -> !l.whole(), l -> scaled(l, model.affine(l)));
      case CONV2D -> line(Conv2d.class, covered::conv, this::conv);
      case DEPTHWISE_CONV2D -> line(DepthwiseConv2d.class, covered::depthwise, this::depthwise);
      case SEPARABLE_CONV2D -> line(SeparableConv2d.class, covered::separable, this::separable);
      case DENSE -> line(Dense.class, l -> Covered.function(l.activation()), this::dense);
      case BATCH_NORM -> line(BatchNorm.class, l -> scaled(l, model.affine(l)));
      case LAYER_NORM -> line(LayerNorm.class, this::centered);
      case LAYER_SCALE -> line(LayerScale.class, this::scaled);
      case ACTIVATE -> line(Activate.class, l -> Covered.function(l.activation()), this::activated);
      case RECTIFY -> line(Rectify.class, covered::rectify, l -> rectified(l, (float) l.maximum()));
      case POOL2D -> line(Pool2d.class, l -> pooled(l, l.reduction(), strips(l, l.window())));
      case GLOBAL_POOL -> line(GlobalPool.class, l -> shapes.get(l.input()).isMap(), this::pooled);
      case ZERO_PAD2D -> line(ZeroPad2d.class, this::zeroPadded);
      case CONCAT -> line(Concat.class, covered::concat, this::concat);
      case ELEMENTWISE -> line(Elementwise.class, covered::elementwise, this::joined);
      case SCALED_ADD -> line(ScaledAdd.class, covered::alike, this::summed);
      case FLATTEN -> line(Flatten.class, this::flattened);
      case RESHAPE -> line(Reshape.class, covered::reshape, this::flattened);
      case DROPOUT -> line(Dropout.class, this::dropped);
      case NOISE -> line(Noise.class, values::same);
      case ELU, PRELU, CLIP, UP_SAMPLE2D, CROP2D, PERMUTE -> LEFT_TO_THE_GRAPH;
    };
  }

  private static <L extends Layer> Line line(Class<L> kind, Consumer<L> make) {
    return line(kind, layer -> true, make);
  }

  private static <L extends Layer> Line line(Class<L> kind, Predicate<L> covers, Consumer<L> make) {
    return new Line(layer -> covers.test(kind.cast(layer)), layer -> make.accept(kind.cast(layer)));
  }

  /** The first layer of a kind or form that there is no step for. */
  Optional<Layer> firstUncovered() {
    return model.plan().layers().stream()
        .filter(l -> !(l.kind() instanceof CommonKind kind && line(kind).covers.test(l)))
        .findFirst();
  }

  /** The steps of all layers, in order. */
  List<LayerStep> all() {
    model.plan().layers().forEach(l -> line((CommonKind) l.kind()).make.accept(l));
    return steps;
  }

  /** The values of each layer, by its name. */
  Map<String, Values> outputs() {
    return values.byName();
  }

  /** What dropouts multiply by, by their names. */
  Map<String, Values> masked() {
    return masked;
  }

  /** The values of the last layer. */
  Values last() {
    return values.byName().get(model.plan().output().name());
  }

  private void reversed(ReverseChannels layer) {
    steps.add(new ReverseChannelsStep(values.input(layer), values.output(layer)));
  }

  /** From the last input on, so that the way back passes the first one first. */
  private void concat(Concat layer) {
    List<Values> inputs = values.inputs(layer);
    Values out = values.output(layer);
    int first = out.channels;
    for (int i = inputs.size() - 1; i >= 0; i--) {
      Values in = inputs.get(i);
      first -= in.channels;
      steps.add(new MoveStep(in, out, false, List.of(new Move(0, 0, in.cells, first))));
    }
  }

  private void conv(Conv2d layer) {
    Values in = values.input(layer);
    Values made = linear(layer, layer.activation());
    TrainedKernel kernel = convolutions.kernel(layer.name(), Weights.KERNEL, layer.bias());
    steps.add(convolutions.convolution(in, made, strips(layer, layer.window()), kernel));
    apply(layer, made, layer.activation());
  }

  private void dense(Dense layer) {
    TrainedKernel kernel = convolutions.kernel(layer.name(), Weights.KERNEL, layer.bias());
    Values made = linear(layer, layer.activation());
    Affine scaling = scalings.get(layer.input());
    steps.add(convolutions.product(values.input(layer), made, scaling, kernel));
    apply(layer, made, layer.activation());
  }

  private void depthwise(DepthwiseConv2d layer) {
    TrainedKernel kernel = convolutions.kernel(layer.name(), Weights.KERNEL, layer.bias());
    Values made = linear(layer, layer.activation());
    steps.add(new DepthwiseStep(values.input(layer), made, strips(layer, layer.window()), kernel));
    apply(layer, made, layer.activation());
  }

  private void separable(SeparableConv2d layer) {
    Shape in = shapes.get(layer.input());
    Shape out = shapes.get(layer.name());
    Shape middle = new Shape(out.height(), out.width(), in.channels());
    Values between = values.weighted(layer.name() + "/depthwise", middle);
    TrainedKernel kernel = convolutions.kernel(layer.name(), Weights.KERNEL, false);
    steps.add(
        new DepthwiseStep(values.input(layer), between, strips(layer, layer.window()), kernel));
    TrainedKernel pointwise =
        convolutions.kernel(layer.name(), Weights.POINTWISE_KERNEL, layer.bias());
    Values made = linear(layer, layer.activation());
    steps.add(convolutions.product(between, made, null, pointwise));
    apply(layer, made, layer.activation());
  }

  /** Of each channel a kernel of one number. */
  private void scaled(LayerScale layer) {
    TrainedKernel gamma = convolutions.kernel(layer.name(), Weights.GAMMA, false);
    Values in = values.input(layer);
    List<Strip> whole = List.of(new Strip(0, 0, 0, in.cells));
    Values out = values.weighted(layer.name(), shapes.get(layer.name()));
    steps.add(new DepthwiseStep(in, out, whole, gamma));
  }

  private void centered(LayerNorm layer) {
    Values out = values.weighted(layer.name(), shapes.get(layer.name()));
    Optional<TrainedKernel> gamma = trained(layer, Weights.GAMMA, layer.scale());
    Optional<TrainedKernel> beta = trained(layer, Weights.BETA, layer.center());
    steps.add(new LayerNormStep(values.input(layer), out, layer.epsilon(), gamma, beta));
  }

  private Optional<TrainedKernel> trained(Layer layer, String name, boolean there) {
    return there ? Optional.of(convolutions.kernel(layer.name(), name, false)) : Optional.empty();
  }

  /** New values for what a layer's products make, before its own function. */
  private Values linear(Layer layer, Activation function) {
    boolean apart = Curve.of(function).isPresent();
    String name = apart ? layer.name() + "/linear" : layer.name();
    return values.weighted(name, shapes.get(layer.name()));
  }

  /** A layer's own function, on what its products made. */
  private void apply(Layer layer, Values made, Activation function) {
    if (Covered.isRectifier(function)) {
      steps.add(new ReluStep(made, made, ReluStep.most(function)));
      values.keep(made);
    } else if (function != Activation.LINEAR) {
      Values out = values.weighted(layer.name(), shapes.get(layer.name()));
      steps.add(new ActivationStep(made, out, Curve.of(function).orElseThrow()));
    }
  }

  private List<Strip> strips(Layer layer, Window window) {
    return Strip.of(window, shapes.get(layer.inputs().get(0)), shapes.get(layer.name()));
  }

  private void scaled(Layer layer, Affine affine) {
    Values in = values.input(layer);
    if (in.cells == 1 && !in.requiresGrad && values.isForProductAlone(layer)) {
      scalings.put(layer.name(), affine);
      values.same(layer);
    } else {
      steps.add(new BatchNormStep(in, values.replaced(layer), affine));
    }
  }

  private void flattened(Layer layer) {
    Values in = values.input(layer);
    if (in.cells == 1) {
      values.same(layer);
      return;
    }
    List<Move> moves =
        IntStream.range(0, in.cells)
            .mapToObj(cell -> new Move(cell, 0, 1, cell * in.channels))
            .toList();
    steps.add(new MoveStep(in, values.output(layer), false, moves));
  }

  private void activated(Activate layer) {
    Activation activation = layer.activation();
    if (activation == Activation.LINEAR) {
      values.same(layer);
    } else if (Covered.isRectifier(activation)) {
      rectified(layer, ReluStep.most(activation));
    } else {
      Values in = values.input(layer);
      steps.add(new ActivationStep(in, values.output(layer), Curve.of(activation).orElseThrow()));
    }
  }

  private void rectified(Layer layer, float maximum) {
    Values in = values.input(layer);
    Values out = values.replaced(layer);
    values.keep(out);
    steps.add(new ReluStep(in, out, maximum));
  }

  /** One window that is the whole map. */
  private void pooled(GlobalPool layer) {
    Shape in = shapes.get(layer.input());
    List<Strip> strips =
        IntStream.range(0, in.height() * in.width())
            .mapToObj(cell -> new Strip(cell, cell, 0, 1))
            .toList();
    pooled(layer, layer.reduction(), strips);
  }

  private void pooled(Layer layer, Reduction reduction, List<Strip> strips) {
    Values in = values.input(layer);
    Values out = values.output(layer);
    steps.add(
        reduction == Reduction.MAX
            ? new MaxPoolStep(in, out, strips)
            : new AvgPoolStep(in, out, strips));
  }

  private void joined(Elementwise layer) {
    List<Values> inputs = values.inputs(layer);
    if (layer.arithmetic() == Arithmetic.MULTIPLY) {
      steps.add(new MultiplyStep(inputs.get(0), inputs.get(1), values.output(layer)));
      return;
    }
    List<Float> ones = Collections.nCopies(layer.inputs().size(), 1f);
    steps.add(new AddStep(inputs, ones, values.output(layer)));
  }

  private void summed(ScaledAdd layer) {
    List<Float> scales = List.of(1f, (float) layer.scale());
    steps.add(new AddStep(values.inputs(layer), scales, values.output(layer)));
  }

  private void zeroPadded(ZeroPad2d layer) {
    Shape in = shapes.get(layer.input());
    int width = shapes.get(layer.name()).width();
    int first = layer.top() * width + layer.left();
    List<Move> rows =
        IntStream.range(0, in.height())
            .mapToObj(row -> new Move(row * in.width(), row * width + first, in.width(), 0))
            .toList();
    steps.add(new MoveStep(values.input(layer), values.output(layer), true, rows));
  }

  private void dropped(Dropout layer) {
    if (!masks.contains(layer.name())) {
      values.same(layer);
      return;
    }
    Values mask = new Values(shapes.get(layer.name()), false);
    masked.put(layer.name(), mask);
    steps.add(new MultiplyStep(values.input(layer), mask, values.output(layer)));
  }
}
