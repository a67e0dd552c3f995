package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.Clip;
import org.graft.plan.Dense;
import org.graft.plan.GlobalPool;
import org.graft.plan.Layer;
import org.graft.plan.MatMul;
import org.graft.plan.Permute;
import org.graft.plan.Rectify;
import org.graft.plan.Reduce;
import org.graft.plan.Reduction;
import org.graft.plan.Reshape;
import org.graft.plan.Select;
import org.graft.plan.Shape;
import org.graft.plan.Standardize;
import org.graft.plan.Statistic;
import org.graft.plan.UnitNorm;

/**
 * Operations that stand in a network as layers: Keras 3's {@code keras.ops} under their class
 * names, and TensorFlow's functions in a {@code TFOpLambda} of Keras 2. Axis 0 is that of the
 * batch.
 */
final class OpLayers {
  private static final List<Integer> CELLS = List.of(1, 2);
  private static final List<Integer> REVERSED = List.of(2, 1, 0);

  /** What {@link GlobalPool} can do. */
  private static final Map<Statistic, Reduction> POOLS =
      Map.of(Statistic.MEAN, Reduction.MEAN, Statistic.MAX, Reduction.MAX);

  private static final double LEAKY_SLOPE = 0.2;

  /** Keras 3's operations by their classes. */
  static final Map<String, Function<Fields, Layer>> OPERATIONS =
      Map.ofEntries(
          Map.entry("Negative", OpLayers::negative),
          Map.entry("Cast", OpLayers::same),
          Map.entry("StopGradient", OpLayers::same),
          Map.entry("Copy", OpLayers::same),
          Map.entry("Flip", MovingLayers::flip),
          Map.entry("Repeat", MovingLayers::repeat),
          Map.entry("Tile", f -> MovingLayers.tile(f, "repeats")),
          Map.entry("Swapaxes", MovingLayers::swapAxes),
          Map.entry("Moveaxis", MovingLayers::moveAxis),
          Map.entry("Einsum", ComposedLayers::einsum),
          Map.entry("RGBToGrayscale", OpLayers::grey),
          Map.entry("Clip", f -> clip(f, "x_min", "x_max")),
          Map.entry("Power", ValueLayers::power),
          Map.entry("Normalize", OpLayers::normalize),
          Map.entry("MaxPool", f -> KerasWindows.pool(f, Reduction.MAX)),
          Map.entry("AveragePool", f -> KerasWindows.pool(f, Reduction.MEAN)),
          Map.entry("Amax", f -> reduce(f, Statistic.MAX)),
          Map.entry("Amin", f -> reduce(f, Statistic.MIN)),
          Map.entry("Abs", f -> ValueLayers.activate(f, Activation.ABSOLUTE)),
          Map.entry("HardTanh", f -> ValueLayers.activate(f, Activation.HARD_TANH)),
          Map.entry("TanhShrink", f -> ValueLayers.activate(f, Activation.TANH_SHRINK)),
          Map.entry("SparsePlus", f -> ValueLayers.activate(f, Activation.SPARSE_PLUS)),
          Map.entry("SparseSigmoid", f -> ValueLayers.activate(f, Activation.SPARSE_SIGMOID)),
          Map.entry("LogSoftmax", f -> ComposedLayers.softmax(f, Activation.LOG_SOFTMAX)),
          Map.entry("Celu", OpLayers::celu),
          Map.entry("SoftShrink", OpLayers::softShrink),
          Map.entry("Log1p", f -> ComposedLayers.besideOne(f, Activation.LOG)),
          Map.entry("Expm1", f -> ComposedLayers.besideOne(f, Activation.EXPONENTIAL)),
          Map.entry("Glu", ComposedLayers::gated),
          Map.entry("Stack", ComposedLayers::stack),
          Map.entry("Split", ComposedLayers::part),
          Map.entry("Unstack", ComposedLayers::place),
          Map.entry("Roll", ComposedLayers::roll),
          Map.entry("Std", f -> ComposedLayers.spread(f, true)),
          Map.entry("Var", f -> ComposedLayers.spread(f, false)),
          Map.entry("DepthToSpace", f -> ComposedLayers.blocks(f, false)),
          Map.entry("SpaceToDepth", f -> ComposedLayers.blocks(f, true)),
          Map.entry("ExtractPatches", ComposedLayers::patches),
          Map.entry("DotProductAttention", ComposedLayers::attention),
          Map.entry("Mean", f -> reduce(f, Statistic.MEAN)),
          Map.entry("Max", f -> reduce(f, Statistic.MAX)),
          Map.entry("Min", f -> reduce(f, Statistic.MIN)),
          Map.entry("Sum", f -> reduce(f, Statistic.SUM)),
          Map.entry("Take", OpLayers::take),
          Map.entry("Resize", KerasWindows::resize),
          Map.entry("Square", f -> ValueLayers.activate(f, Activation.SQUARE)),
          Map.entry("Sqrt", f -> ValueLayers.activate(f, Activation.SQRT)),
          Map.entry("Rsqrt", f -> ValueLayers.activate(f, Activation.INVERSE_SQRT)),
          Map.entry("Reciprocal", f -> ValueLayers.activate(f, Activation.RECIPROCAL)),
          Map.entry("Absolute", f -> ValueLayers.activate(f, Activation.ABSOLUTE)),
          Map.entry("Log", f -> ValueLayers.activate(f, Activation.LOG)),
          Map.entry("Mish", f -> ValueLayers.activate(f, Activation.MISH)),
          Map.entry("LogSigmoid", f -> ValueLayers.activate(f, Activation.LOG_SIGMOID)),
          Map.entry("Transpose", f -> transpose(f, "axes")),
          Map.entry("Squeeze", OpLayers::squeeze),
          Map.entry("ExpandDims", OpLayers::expandDims),
          Map.entry("Pad", MovingLayers::pad),
          Map.entry("Relu", f -> ValueLayers.activate(f, Activation.RELU)),
          Map.entry("Relu6", f -> ValueLayers.activate(f, Activation.RELU6)),
          Map.entry("Sigmoid", f -> ValueLayers.activate(f, Activation.SIGMOID)),
          Map.entry("HardSigmoid", f -> ValueLayers.activate(f, Activation.HARD_SIGMOID)),
          Map.entry("HardSilu", f -> ValueLayers.activate(f, Activation.HARD_SILU)),
          Map.entry("Silu", f -> ValueLayers.activate(f, Activation.SILU)),
          Map.entry("Tanh", f -> ValueLayers.activate(f, Activation.TANH)),
          Map.entry("Softplus", f -> ValueLayers.activate(f, Activation.SOFTPLUS)),
          Map.entry("Softsign", f -> ValueLayers.activate(f, Activation.SOFTSIGN)),
          Map.entry("Exp", f -> ValueLayers.activate(f, Activation.EXPONENTIAL)),
          Map.entry("Selu", f -> ValueLayers.activate(f, Activation.SELU)),
          Map.entry("Elu", ValueLayers::elu),
          Map.entry("Gelu", f -> gelu(f, true)),
          Map.entry("LeakyRelu", f -> leakyRelu(f, "negative_slope")));

  private OpLayers() {}

  /** A function of TensorFlow's, which Keras 2 names in the field {@code function}. */
  static Layer function(Fields f) {
    String function = f.value("function").asText();
    return switch (function) {
      case "__operators__.add", "math.add", "add", "nn.bias_add" -> sum(f);
      case "math.subtract", "subtract" -> ValueLayers.arithmetic(f, Arithmetic.SUBTRACT);
      case "math.multiply", "multiply" -> ValueLayers.arithmetic(f, Arithmetic.MULTIPLY);
      case "math.maximum", "maximum" -> ValueLayers.arithmetic(f, Arithmetic.MAXIMUM);
      case "math.minimum", "minimum" -> ValueLayers.arithmetic(f, Arithmetic.MINIMUM);
      case "math.truediv", "math.divide" -> ValueLayers.arithmetic(f, Arithmetic.DIVIDE);
      case "math.negative" -> negative(f);
      case "math.reduce_mean" -> reduce(f, Statistic.MEAN);
      case "math.reduce_max" -> reduce(f, Statistic.MAX);
      case "math.reduce_min" -> reduce(f, Statistic.MIN);
      case "math.reduce_sum" -> reduce(f, Statistic.SUM);
      case "math.pow", "pow" -> ValueLayers.power(f);
      case "clip_by_value" -> clip(f, "clip_value_min", "clip_value_max");
      case "concat" -> DirectReader.concat(f);
      case "tile" -> MovingLayers.tile(f, "multiples");
      case "repeat" -> MovingLayers.repeat(f);
      case "linalg.matmul", "matmul" ->
          new MatMul(
              f.name(), f.inputs(), f.bool("transpose_a", false), f.bool("transpose_b", false));
      case "math.l2_normalize", "linalg.l2_normalize", "nn.l2_normalize" -> normalize(f);
      case "image.resize" -> KerasWindows.resizeByFunction(f);
      case "image.rgb_to_grayscale" -> grey(f);
      case "image.per_image_standardization" -> new Standardize(f.name(), f.input());
      case "nn.softmax" -> ComposedLayers.softmax(f, Activation.SOFTMAX);
      case "nn.log_softmax" -> ComposedLayers.softmax(f, Activation.LOG_SOFTMAX);
      case "stack" -> ComposedLayers.stack(f);
      case "split" -> ComposedLayers.part(f);
      case "unstack" -> ComposedLayers.place(f);
      case "nn.depth_to_space" -> ComposedLayers.blocks(f, false);
      case "nn.space_to_depth" -> ComposedLayers.blocks(f, true);
      case "math.reduce_std" -> ComposedLayers.spread(f, true);
      case "math.reduce_variance" -> ComposedLayers.spread(f, false);
      case "nn.leaky_relu" -> leakyRelu(f, "alpha");
      case "nn.gelu" -> gelu(f, false);
      case "reverse" -> MovingLayers.flip(f);
      case "cast", "identity", "stop_gradient" -> same(f);
      case "reshape" -> reshape(f, "shape");
      case "compat.v1.transpose", "transpose" -> transpose(f, "perm");
      case "squeeze", "compat.v1.squeeze" -> squeeze(f);
      case "expand_dims" -> expandDims(f);
      default -> ValueLayers.activate(f, activation(f, function));
    };
  }

  /** A function of single values by the last part of its name. */
  private static Activation activation(Fields f, String function) {
    return switch (function.substring(function.indexOf('.') + 1)) {
      case "relu" -> Activation.RELU;
      case "relu6" -> Activation.RELU6;
      case "elu" -> Activation.ELU;
      case "selu" -> Activation.SELU;
      case "silu", "swish" -> Activation.SILU;
      case "sigmoid" -> Activation.SIGMOID;
      case "tanh" -> Activation.TANH;
      case "softplus" -> Activation.SOFTPLUS;
      case "softsign" -> Activation.SOFTSIGN;
      case "exp" -> Activation.EXPONENTIAL;
      case "abs" -> Activation.ABSOLUTE;
      case "square" -> Activation.SQUARE;
      case "sqrt" -> Activation.SQRT;
      case "rsqrt" -> Activation.INVERSE_SQRT;
      case "reciprocal" -> Activation.RECIPROCAL;
      case "log" -> Activation.LOG;
      case "log_sigmoid" -> Activation.LOG_SIGMOID;
      default -> throw f.unsupported("calls " + function + ", which is not supported");
    };
  }

  /** {@code tf.nn.bias_add} too, of maps as they lie here. */
  private static Layer sum(Fields f) {
    f.require("data_format", "\"NHWC\"");
    return ValueLayers.arithmetic(f, Arithmetic.ADD);
  }

  private static Layer negative(Fields f) {
    return ValueLayers.rescale(f, List.of(-1.0), List.of(0.0));
  }

  /** Casts among floats; whatever the floats are, Graft computes in 32 bits. */
  private static Layer same(Fields f) {
    f.value(InboundNodes.place(1));
    return ValueLayers.activate(f, Activation.LINEAR);
  }

  private static Layer gelu(Fields f, boolean approximate) {
    boolean tanh = f.bool("approximate", approximate);
    return ValueLayers.activate(f, tanh ? Activation.GELU_TANH : Activation.GELU);
  }

  private static Layer leakyRelu(Fields f, String slope) {
    return new Rectify(
        f.name(), f.input(), Double.POSITIVE_INFINITY, f.number(slope, LEAKY_SLOPE), 0);
  }

  /** One number of all along some axes; mean and maximum of a map or sequence are pools. */
  private static Layer reduce(Fields f, Statistic statistic) {
    f.require("initial");
    List<Integer> axes = f.ownAxes("reduces the images of a batch to one");
    boolean kept = f.bool("keepdims", false);
    boolean cells = f.inputShape().isMap() && axes.equals(CELLS);
    boolean sequence = f.rank() == 2 && axes.equals(List.of(1));
    Reduction reduction = POOLS.get(statistic);
    return (cells || sequence) && reduction != null
        ? new GlobalPool(f.name(), f.input(), reduction, kept)
        : new Reduce(f.name(), f.input(), statistic, axes, kept);
  }

  /** Some places of an axis. */
  private static Layer take(Fields f) {
    String problem = "takes what is no list of places along one axis of an image";
    int axis = f.ownAxis(problem);
    JsonNode places = Constant.unwrapped(f.value(InboundNodes.place(1)));
    if (!places.isArray() || !places.path(0).isInt()) {
      throw f.unsupported(problem);
    }
    int length = f.lengthOf(axis);
    List<Integer> indices =
        f.integers(InboundNodes.place(1)).stream().map(p -> p < 0 ? p + length : p).toList();
    boolean reversed = f.inputShape().isMap() && axis == f.rank() && length == REVERSED.size();
    return reversed && indices.equals(REVERSED)
        ? MovingLayers.reversed(f)
        : new Select(f.name(), f.input(), axis, indices);
  }

  /** The luma of colours, with the shares that {@code tf.image.rgb_to_grayscale} has. */
  private static Layer grey(Fields f) {
    f.requireChannelsLast();
    int channels = f.inputShape().channels();
    if (!f.inputShape().isMap() || (channels != 1 && channels != 3)) {
      throw f.unsupported("makes [" + f.inputShape() + "] grey; an image of colours is expected");
    }
    return channels == 1
        ? ValueLayers.activate(f, Activation.LINEAR)
        : new Dense(f.name(), f.input(), 1, false, Activation.LINEAR);
  }

  private static Layer clip(Fields f, String least, String most) {
    return new Clip(f.name(), f.input(), f.number(least), f.number(most));
  }

  /** Each cell's channels by their length. TensorFlow says the square of what Keras 3 says. */
  private static Layer normalize(Fields f) {
    f.require("order", "2");
    f.requireLastAxis();
    double epsilon = f.number("epsilon", f.has("function") ? 1e-12 : 1e-7);
    double least = f.has("function") ? epsilon : epsilon * epsilon;
    return new UnitNorm(f.name(), f.input(), least);
  }

  private static Layer celu(Fields f) {
    f.require("alpha", "1", "1.0");
    return ValueLayers.activate(f, Activation.ELU);
  }

  private static Layer softShrink(Fields f) {
    f.require("threshold", "0.5");
    return ValueLayers.activate(f, Activation.SOFT_SHRINK);
  }

  /** To a shape that is given with the axis of the batch. */
  static Layer reshape(Fields f, String field) {
    JsonNode target = f.value(field);
    List<Integer> axes = new ArrayList<>();
    target.forEach(axis -> axes.add(axis.isInt() ? axis.asInt() : Shape.FREE));
    boolean batch = !axes.isEmpty() && axes.get(0) == Shape.FREE;
    List<Integer> own = batch ? axes.subList(1, axes.size()) : axes;
    if (!batch || own.isEmpty() || own.stream().anyMatch(axis -> axis < 1)) {
      throw f.unsupported("has " + field + " = " + target + ", [-1, then whole numbers] expected");
    }
    return reshaped(f, own);
  }

  private static Layer reshaped(Fields f, List<Integer> axes) {
    return new Reshape(
        f.name(), f.input(), new Shape(axes.stream().mapToInt(Integer::intValue).toArray()));
  }

  private static Layer transpose(Fields f, String field) {
    List<Integer> order = f.integers(field);
    if (order.isEmpty() || order.get(0) != 0) {
      throw f.unsupported("has " + field + " = " + order + ", the batch is to stay first");
    }
    return new Permute(f.name(), f.input(), order.subList(1, order.size()));
  }

  private static Layer squeeze(Fields f) {
    TreeSet<Integer> gone = new TreeSet<>(f.axes());
    Shape in = f.inputShape();
    boolean ones = gone.stream().allMatch(axis -> axis > 0 && in.axis(axis - 1) == 1);
    if (gone.isEmpty() || !ones || gone.size() == in.rank()) {
      throw f.unsupported("drops the axes " + gone + " of [" + in + "]");
    }
    List<Integer> axes =
        IntStream.rangeClosed(1, in.rank())
            .filter(axis -> !gone.contains(axis))
            .mapToObj(axis -> in.axis(axis - 1))
            .toList();
    return reshaped(f, axes);
  }

  private static Layer expandDims(Fields f) {
    Shape in = f.inputShape();
    int axis = (int) f.number("axis");
    int place = f.newPlace(in, axis, "puts in axis " + axis + " of [" + in + "]");
    return new Reshape(f.name(), f.input(), in.expanded(place));
  }
}
