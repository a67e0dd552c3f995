package org.graft.source.tensorflow;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which nodes work on maps [channels, height, width]: those that say {@code data_format = NCHW},
 * and those to which the order of axes is nothing or that name axes, when such maps come in.
 */
final class DataFormats {
  private static final Set<String> AXES_NAMED_OR_FREE =
      Set.of(
          "Abs",
          "Add",
          "AddN",
          "AddV2",
          "Cast",
          "CheckNumerics",
          "CheckNumericsV2",
          "ClipByValue",
          "Concat",
          "ConcatV2",
          "Div",
          "Elu",
          "Exp",
          "FakeQuantWithMinMaxArgs",
          "FakeQuantWithMinMaxVars",
          "GatherV2",
          "Inv",
          "LeakyRelu",
          "Log",
          "Max",
          "Maximum",
          "Mean",
          "Min",
          "Minimum",
          "MirrorPad",
          "Mul",
          "Neg",
          "Pad",
          "PadV2",
          "Pow",
          "RealDiv",
          "Reciprocal",
          "Relu",
          "Relu6",
          "ReverseV2",
          "Rsqrt",
          "Selu",
          "Sigmoid",
          "Softplus",
          "Softsign",
          "Split",
          "SplitV",
          "Sqrt",
          "Square",
          "SquaredDifference",
          "StridedSlice",
          "Sub",
          "Sum",
          "Tanh",
          ChoicePatterns.ELU,
          ChoicePatterns.RECTIFY,
          Patterns.BATCH_NORM,
          Patterns.LAYER_NORM,
          Patterns.NORMALIZE,
          Patterns.RESCALE,
          Patterns.SCALED_ADD,
          Patterns.SUM);

  private DataFormats() {}

  static boolean isTurned(
      Node node, Function<Edge, LayerOutput> flows, Predicate<LayerOutput> isMap) {
    if (node.attributes().containsKey("data_format")) {
      return node.attribute("data_format").getS().toStringUtf8().equals("NCHW");
    }
    boolean free =
        AXES_NAMED_OR_FREE.contains(node.op())
            || (node.op().startsWith(Patterns.ACTIVATION) && !node.op().endsWith("SOFTMAX"));
    boolean reshapes = isSet(node, "shrink_axis_mask") || isSet(node, "new_axis_mask");
    if (!free || reshapes) {
      return false;
    }
    List<LayerOutput> maps =
        node.inputs().stream().map(flows).filter(Objects::nonNull).filter(isMap).toList();
    return !maps.isEmpty() && maps.stream().allMatch(LayerOutput::turned);
  }

  private static boolean isSet(Node node, String mask) {
    return node.attribute(mask).getI() != 0;
  }
}
