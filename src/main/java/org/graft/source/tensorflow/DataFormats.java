package org.graft.source.tensorflow;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which nodes work on maps [channels, height, width]: those that say {@code data_format = NCHW},
 * and those to which the order of axes is nothing or that name axes, when such maps come in.
 */
final class DataFormats {
  private DataFormats() {}

  static boolean isTurned(
      Node node, Rules.Rule rule, Function<Edge, LayerOutput> flows, Predicate<LayerOutput> isMap) {
    if (node.attributes().containsKey("data_format")) {
      return node.attribute("data_format").getS().toStringUtf8().equals("NCHW");
    }
    boolean reshapes = isSet(node, "shrink_axis_mask") || isSet(node, "new_axis_mask");
    if (!rule.is(Rules.Trait.ANY_ORDER) || reshapes) {
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
