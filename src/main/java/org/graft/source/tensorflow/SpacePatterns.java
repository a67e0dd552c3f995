package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.framework.AttrValue;

/** Layers that are written as maps taken apart and put together again. */
final class SpacePatterns {
  private SpacePatterns() {}

  /**
   * A dilated convolution as {@code tf.nn.with_space_to_batch} writes it: inputs x, kernel, block,
   * paddings, crops.
   */
  static Optional<Node> dilated(Subgraph graph, Node root) {
    Optional<Node> conv =
        graph
            .own(root.input(0), "Conv2D", "DepthwiseConv2dNative")
            .filter(node -> !node.attributes().containsKey(Patterns.SPACES));
    Optional<Node> apart =
        conv.flatMap(node -> graph.own(node.input(0), "SpaceToBatchND"))
            .filter(node -> root.is("BatchToSpaceND"))
            .filter(node -> sameBlock(graph, node.input(1), root.input(1)));
    return apart.map(
        space -> {
          List<Edge> inputs = new ArrayList<>();
          inputs.add(space.input(0));
          inputs.add(conv.get().input(1));
          inputs.add(space.input(1));
          inputs.add(space.input(2));
          inputs.add(root.input(2));
          Map<String, AttrValue> attributes = new HashMap<>(conv.get().attributes());
          attributes.put(Patterns.SPACES, AttrValue.newBuilder().setB(true).build());
          return new Node(root.name(), conv.get().op(), inputs, attributes);
        });
  }

  private static boolean sameBlock(Subgraph graph, Edge one, Edge other) {
    return graph.isConstant(one)
        && graph.isConstant(other)
        && Arrays.equals(graph.folded(one).integers(), graph.folded(other).integers());
  }

  /** Channels apart in groups, turned, joined: inputs x, shape, order, shape. */
  static Optional<Node> shuffle(Subgraph graph, Node root) {
    return graph
        .own(root.input(0), "Transpose")
        .flatMap(
            turned ->
                graph
                    .own(turned.input(0), "Reshape")
                    .filter(apart -> isShuffle(graph, turned))
                    .map(
                        apart ->
                            Patterns.made(
                                root,
                                Patterns.SHUFFLE,
                                apart.input(0),
                                apart.input(1),
                                turned.input(1),
                                root.input(1))));
  }

  /** {@code tf.repeat}: a new axis filled and joined to the one before it: x, axis, times. */
  static Optional<Node> repeat(Subgraph graph, Node root) {
    return graph
        .own(root.input(0), "Tile")
        .flatMap(
            filled ->
                graph
                    .own(filled.input(0), "ExpandDims")
                    .map(
                        apart ->
                            Patterns.made(
                                root,
                                Patterns.REPEAT,
                                apart.input(0),
                                apart.input(1),
                                filled.input(1),
                                root.input(1))));
  }

  private static boolean isShuffle(Subgraph graph, Node turned) {
    return graph.isConstant(turned.input(1))
        && Arrays.equals(graph.folded(turned.input(1)).integers(), new long[] {0, 1, 2, 4, 3});
  }
}
