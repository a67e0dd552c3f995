package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.Concat;
import org.graft.plan.GlobalPool;
import org.graft.plan.Layer;
import org.graft.plan.Permute;
import org.graft.plan.Rectify;
import org.graft.plan.Reduce;
import org.graft.plan.Reduction;
import org.graft.plan.Reshape;
import org.graft.plan.ReverseChannels;
import org.graft.plan.Select;
import org.graft.plan.Shape;
import org.graft.plan.Statistic;
import org.graft.plan.ZeroPad2d;

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
  private static final Map<String, Function<Fields, Layer>> OPERATIONS =
      Map.ofEntries(
          Map.entry("Negative", OpLayers::negative),
          Map.entry("Cast", OpLayers::same),
          Map.entry("Flip", OpLayers::flip),
          Map.entry("Repeat", OpLayers::repeat),
          Map.entry("Mean", f -> reduce(f, Statistic.MEAN)),
          Map.entry("Max", f -> reduce(f, Statistic.MAX)),
          Map.entry("Min", f -> reduce(f, Statistic.MIN)),
          Map.entry("Sum", f -> reduce(f, Statistic.SUM)),
          Map.entry("Take", OpLayers::take),
          Map.entry("Resize", WindowLayers::resize),
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
          Map.entry("Pad", OpLayers::pad),
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

  /** The rule for a class of {@code keras.ops}; {@code null} where there is none. */
  static Function<Fields, Layer> operation(String className) {
    return OPERATIONS.get(className);
  }

  static Set<String> operations() {
    return OPERATIONS.keySet();
  }

  /** A function of TensorFlow's, which Keras 2 names in the field {@code function}. */
  static Layer function(Fields f) {
    String function = f.value("function").asText();
    return switch (function) {
      case "__operators__.add", "math.add", "add", "nn.bias_add" -> sum(f);
      case "math.subtract", "subtract" -> ValueLayers.arithmetic(f, Arithmetic.SUBTRACT);
      case "math.multiply", "multiply" -> ValueLayers.arithmetic(f, Arithmetic.MULTIPLY);
      case "math.maximum", "maximum" -> ValueLayers.arithmetic(f, Arithmetic.MAXIMUM);
      case "math.minimum", "minimum" -> ValueLayers.arithmetic(f, Arithmetic.MINIMUM);
      case "math.truediv", "math.divide" -> ValueLayers.quotient(f);
      case "math.negative" -> negative(f);
      case "math.reduce_mean" -> reduce(f, Statistic.MEAN);
      case "math.reduce_max" -> reduce(f, Statistic.MAX);
      case "math.reduce_min" -> reduce(f, Statistic.MIN);
      case "math.reduce_sum" -> reduce(f, Statistic.SUM);
      case "reverse" -> flip(f);
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
    List<Integer> axes = f.axes("axis");
    boolean kept = f.bool("keepdims", false);
    if (axes.isEmpty() || axes.get(0) < 1) {
      throw f.unsupported("reduces the images of a batch to one");
    }
    boolean cells = f.inputShape().isMap() && axes.equals(CELLS);
    boolean sequence = f.rank() == 2 && axes.equals(List.of(1));
    Reduction reduction = POOLS.get(statistic);
    return (cells || sequence) && reduction != null
        ? new GlobalPool(f.name(), f.input(), reduction, kept)
        : new Reduce(f.name(), f.input(), statistic, axes, kept);
  }

  /** Some places of an axis. */
  private static Layer take(Fields f) {
    List<Integer> axis = f.axes("axis");
    JsonNode places = Constant.unwrapped(f.value(InboundNodes.place(1)));
    boolean listed = places.isArray() && places.path(0).isInt();
    if (axis.size() != 1 || axis.get(0) < 1 || !listed) {
      throw f.unsupported("takes what is no list of places along one axis of an image");
    }
    int length = f.inputShape().axis(axis.get(0) - 1);
    List<Integer> indices =
        f.called(1).stream().map(Double::intValue).map(p -> p < 0 ? p + length : p).toList();
    boolean reversed =
        f.inputShape().isMap() && axis.get(0) == f.rank() && length == REVERSED.size();
    return reversed && indices.equals(REVERSED)
        ? reversed(f)
        : new Select(f.name(), f.input(), axis.get(0), indices);
  }

  private static Layer flip(Fields f) {
    if (!f.axes("axis").equals(List.of(f.rank()))) {
      throw f.unsupported("turns other axes than the channels");
    }
    return reversed(f);
  }

  /** The channels of an image in the other order. */
  static Layer reversed(Fields f) {
    if (!f.inputShape().isMap() || f.inputShape().channels() != ReverseChannels.CHANNELS) {
      throw f.unsupported("turns the channels of [" + f.inputShape() + "]; 3 are expected");
    }
    return new ReverseChannels(f.name(), f.input());
  }

  /** The one channel several times. */
  private static Layer repeat(Fields f) {
    int times = f.integer("repeats");
    f.requireLastAxis();
    if (f.inputShape().channels() != 1) {
      throw f.unsupported("repeats " + f.inputShape().channels() + " channels; 1 is expected");
    }
    return new Concat(f.name(), Collections.nCopies(times, f.input()));
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
    List<Integer> order = f.numbers(field, List.of()).stream().map(Double::intValue).toList();
    if (order.isEmpty() || order.get(0) != 0) {
      throw f.unsupported("has " + field + " = " + order + ", the batch is to stay first");
    }
    return new Permute(f.name(), f.input(), order.subList(1, order.size()));
  }

  private static Layer squeeze(Fields f) {
    TreeSet<Integer> gone = new TreeSet<>(f.axes("axis"));
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
    int place = axis < 0 ? axis + in.rank() + 2 : axis;
    if (place < 1 || place > in.rank() + 1) {
      throw f.unsupported("puts in axis " + axis + " of [" + in + "]");
    }
    List<Integer> axes = new ArrayList<>(IntStream.range(0, in.rank()).mapToObj(in::axis).toList());
    axes.add(place - 1, 1);
    return reshaped(f, axes);
  }

  private static Layer pad(Fields f) {
    f.require("mode", "\"constant\"").require("constant_values", "0", "0.0");
    JsonNode width = f.value("pad_width");
    boolean map = f.inputShape().isMap() && width.size() == 4;
    if (!map || !isNothing(width.path(0)) || !isNothing(width.path(3))) {
      throw f.unsupported("pads other axes than height and width");
    }
    JsonNode rows = width.path(1);
    JsonNode columns = width.path(2);
    return new ZeroPad2d(
        f.name(), f.input(), end(rows, 0), end(rows, 1), end(columns, 0), end(columns, 1));
  }

  private static boolean isNothing(JsonNode ends) {
    return end(ends, 0) == 0 && end(ends, 1) == 0;
  }

  private static int end(JsonNode ends, int index) {
    return Math.max(0, ends.path(index).asInt());
  }
}
