package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Activation;
import org.graft.plan.Layer;
import org.graft.plan.Padding;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;

/**
 * The fields of one layer's config, each to be read, required or ignored by name. A field that
 * nobody asked for fails the import: what Graft does not know it might lose.
 */
final class Fields {
  /** What matters only to training or to the layer's making. */
  private static final Set<String> OF_NO_MATTER =
      Set.of(
          "name",
          "trainable",
          "activity_regularizer",
          "batch_dtype",
          "batch_input_shape",
          "sparse",
          "ragged");

  private static final Set<String> SUFFIXES_OF_NO_MATTER =
      Set.of("_initializer", "_regularizer", "_constraint");

  private static final Set<String> FLOATS =
      Set.of(
          "float16", "bfloat16", "float32", "float64", "mixed_float16", "mixed_bfloat16", "int8");

  /** What images may come in as; their values are the same as floats. */
  private static final Set<String> WHOLE_NUMBERS = Set.of("uint8", "int32", "int64");

  private static final int LONGEST_AXIS = 1 << 16;
  private static final int LONGEST_SAID = 80;

  private final LayerConfig layer;
  private final KerasDialect words;
  private final List<Shape> inputShapes;
  private final Set<String> asked = new HashSet<>();
  private final List<Layer> before = new ArrayList<>();
  private final Map<String, Shape> made = new HashMap<>();

  Fields(LayerConfig layer, KerasDialect words, List<Shape> inputShapes) {
    this.layer = layer;
    this.words = words;
    this.inputShapes = inputShapes;
  }

  String name() {
    return layer.name();
  }

  /** Adds a layer before the layer's own, of which {@code make} gets the name; gives that name. */
  String before(Function<String, Layer> make) {
    String name = name() + "_part_" + (before.size() + 1);
    Layer part = make.apply(name);
    before.add(part);
    made.put(name, Plan.outputShape(part, part.inputs().stream().map(this::shape).toList()));
    return name;
  }

  /** The layers that were added before the layer's own. */
  List<Layer> before() {
    return before;
  }

  /** The shape of what a layer gives that this one or one before it reads. */
  Shape shape(String source) {
    int place = layer.inputs().indexOf(source);
    return place < 0 ? made.get(source) : inputShapes.get(place);
  }

  String input() {
    if (layer.inputs().size() != 1) {
      throw unsupported("reads " + layer.inputs() + ", one input expected");
    }
    return layer.inputs().get(0);
  }

  /** The shape of what the layer's one input gives. */
  Shape inputShape() {
    input();
    return inputShapes.get(0);
  }

  /** The shape of what comes in first. */
  Shape firstShape() {
    if (inputShapes.isEmpty()) {
      throw unsupported("reads nothing, an input expected");
    }
    return inputShapes.get(0);
  }

  /** Number of axes of what comes in first, that of the batch not among them. */
  int rank() {
    return firstShape().rank();
  }

  List<String> inputs() {
    return layer.inputs();
  }

  int integer(String field, int byDefault) {
    return isAbsent(field) ? byDefault : integer(field);
  }

  int integer(String field) {
    return whole(field, value(field));
  }

  /** A whole number, which may stand in a list of one. */
  int length(String field, int byDefault) {
    return isAbsent(field) ? byDefault : whole(field, alone(field));
  }

  private int whole(String field, JsonNode number) {
    if (!number.canConvertToInt() || number.asInt() < 1) {
      throw unsupported(field, value(field));
    }
    return number.asInt();
  }

  /** One number, which Keras 2 may have written as a list of one. */
  double number(String field) {
    JsonNode number = alone(field);
    if (!number.isNumber()) {
      throw unsupported(field, value(field));
    }
    return number.asDouble();
  }

  private JsonNode alone(String field) {
    JsonNode value = value(field);
    return value.size() == 1 ? value.path(0) : value;
  }

  double number(String field, double byDefault) {
    return isAbsent(field) ? byDefault : number(field);
  }

  boolean has(String field) {
    return layer.fields().has(field);
  }

  /** The axes of what comes in that {@code axis} names, counted with the batch, in order. */
  List<Integer> axes() {
    return integers("axis").stream().map(this::place).sorted().toList();
  }

  /**
   * The same where none of them may be the batch's.
   *
   * @param problem what is said of the layer if one is, or none is named
   */
  List<Integer> ownAxes(String problem) {
    List<Integer> axes = axes();
    if (axes.isEmpty() || axes.get(0) < 1) {
      throw unsupported(problem);
    }
    return axes;
  }

  /** The same of a single axis. */
  int ownAxis(String problem) {
    List<Integer> axes = ownAxes(problem);
    if (axes.size() != 1) {
      throw unsupported(problem);
    }
    return axes.get(0);
  }

  /** An axis of what comes in, counted with the batch, of one that is counted from either end. */
  int place(int axis) {
    return axis < 0 ? axis + rank() + 1 : axis;
  }

  /** How long an axis is. */
  int lengthOf(int axis) {
    return inputShape().axis(axis - 1);
  }

  /**
   * Where an axis is put into an array, counted from 0 without the batch.
   *
   * @param problem what is said of the layer if it would stand beyond, or before the batch
   */
  int newPlace(Shape in, int axis, String problem) {
    int place = (axis < 0 ? axis + in.rank() + 2 : axis) - 1;
    if (place < 0 || place > in.rank()) {
      throw unsupported(problem);
    }
    return place;
  }

  /** The array of more than one axis that the layer is called with, if it is. */
  Optional<Constant> calledWith() {
    return Constant.called(layer.fields()).filter(constant -> !constant.isVector());
  }

  /** The numbers that stand in that place of the layer's call; none where a tensor does. */
  List<Double> called(int place) {
    return numbers(InboundNodes.place(place));
  }

  /** Whole numbers, none where the field is absent. */
  List<Integer> integers(String field) {
    return numbers(field).stream().map(Double::intValue).toList();
  }

  List<Double> numbers(String field) {
    return numbers(field, List.of());
  }

  /** One number, a list of them, or a tensor of which only the last axis is longer than 1. */
  List<Double> numbers(String field, List<Double> byDefault) {
    if (isAbsent(field)) {
      return byDefault;
    }
    JsonNode value = Constant.unwrapped(value(field));
    while (value.size() == 1 && value.path(0).isArray()) {
      value = value.path(0);
    }
    List<Double> numbers = new ArrayList<>();
    for (JsonNode number : value.isArray() ? value : List.of(value)) {
      if (!number.isNumber()) {
        throw unsupported(field, value);
      }
      numbers.add(number.asDouble());
    }
    return numbers;
  }

  boolean bool(String field, boolean byDefault) {
    JsonNode value = value(field);
    if (!isAbsent(field) && !value.isBoolean()) {
      throw unsupported(field, value);
    }
    return value.asBoolean(byDefault);
  }

  Size2d size2d(String field) {
    JsonNode value = value(field);
    if (value.canConvertToInt() && value.asInt() > 0) {
      return Size2d.square(value.asInt());
    }
    if (value.size() != 2 || value.path(0).asInt() < 1 || value.path(1).asInt() < 1) {
      throw unsupported(field, value);
    }
    return new Size2d(value.path(0).asInt(), value.path(1).asInt());
  }

  Size2d size2d(String field, Size2d byDefault) {
    return isAbsent(field) ? byDefault : size2d(field);
  }

  Padding padding() {
    JsonNode value = value("padding");
    return switch (value.asText()) {
      case "valid" -> Padding.VALID;
      case "same" -> Padding.SAME;
      default -> throw unsupported("padding", value);
    };
  }

  Activation activation(String field) {
    JsonNode value = value(field);
    if (value.isNull()) {
      return Activation.LINEAR;
    }
    return Activations.named(value.asText(), words).orElseThrow(() -> unsupported(field, value));
  }

  /** A list of whole numbers, {@code null} standing for a free axis, without the batch axis. */
  Shape batchShape() {
    String field = layer.fields().has("batch_shape") ? "batch_shape" : "batch_input_shape";
    JsonNode value = value(field);
    if (value.size() < 2) {
      throw unsupported(field, value);
    }
    int[] axes = new int[value.size() - 1];
    for (int i = 0; i < axes.length; i++) {
      JsonNode axis = value.get(i + 1);
      int size = axis.asInt();
      if (!axis.isNull() && !(axis.isInt() && size > 0 && size <= LONGEST_AXIS)) {
        throw unsupported(field, value);
      }
      axes[i] = axis.isNull() ? Shape.FREE : size;
    }
    return new Shape(axes);
  }

  JsonNode value(String field) {
    asked.add(field);
    return layer.fields().path(field);
  }

  /** Lets every field be what it is, for layers that do nothing in inference. */
  void ignoreAll() {
    layer.fields().fieldNames().forEachRemaining(asked::add);
  }

  private boolean isAbsent(String field) {
    JsonNode value = value(field);
    return value.isMissingNode() || value.isNull();
  }

  void requireChannelsLast() {
    require("data_format", "\"channels_last\"");
  }

  /**
   * Accepts {@code axis} only if it is the last of what comes in, counted from either end, the
   * images of a batch being axis 0; alone or as a list.
   */
  void requireLastAxis() {
    JsonNode value = value("axis");
    JsonNode axis = value.isArray() && value.size() == 1 ? value.path(0) : value;
    boolean last =
        axis.isMissingNode() || (axis.isInt() && (axis.asInt() == -1 || axis.asInt() == rank()));
    if (!last) {
      throw unsupported("axis", value);
    }
  }

  /** Accepts a field only if it is absent, null, or one of {@code values} as JSON writes them. */
  Fields require(String field, String... values) {
    JsonNode value = value(field);
    if (!isAbsent(field) && !List.of(values).contains(value.toString())) {
      throw unsupported(field, value);
    }
    return this;
  }

  /** Fails on any field that was not asked for. */
  void finish() {
    requireFloats();
    for (Map.Entry<String, JsonNode> field : layer.fields().properties()) {
      String name = field.getKey();
      boolean ofNoMatter =
          OF_NO_MATTER.contains(name)
              || SUFFIXES_OF_NO_MATTER.stream().anyMatch(name::endsWith)
              || asked.contains(name);
      if (!ofNoMatter) {
        throw unsupported("has a field that is not known: " + name + said(field.getValue()));
      }
    }
  }

  /**
   * Whatever floats Keras computes in, Graft computes in 32 bits; kernels of 8 bits are made floats
   * as they are read.
   */
  private void requireFloats() {
    JsonNode dtype = value("dtype");
    JsonNode policy = dtype.path("config");
    JsonNode kind = policy.has("mode") ? policy.path("mode") : policy.path("name");
    JsonNode name = dtype.isObject() ? kind : dtype;
    boolean pixels = layer.isInput() && WHOLE_NUMBERS.contains(name.asText());
    if (!pixels && !name.isMissingNode() && !name.isNull() && !FLOATS.contains(name.asText())) {
      throw unsupported("dtype", name);
    }
  }

  private UnsupportedModelException unsupported(String field, JsonNode value) {
    return value.isMissingNode()
        ? unsupported("does not state its " + field)
        : unsupported("has " + field + said(value) + ", which is not supported");
  }

  /** A value in a message: an object by its class alone. */
  private static String said(JsonNode value) {
    JsonNode kind = value.path("class_name");
    boolean plain = value.toString().indexOf('{') < 0 && value.toString().length() < LONGEST_SAID;
    return plain
        ? " = " + value
        : kind.isTextual() ? " = an object of class " + kind.asText() : ", an object";
  }

  UnsupportedModelException unsupported(String problem) {
    return new UnsupportedModelException(
        "layer " + layer.name() + " (" + layer.className() + ") " + problem);
  }
}
