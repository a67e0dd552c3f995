package org.graft.source.tensorflow;

import static org.graft.source.tensorflow.Term.any;
import static org.graft.source.tensorflow.Term.flow;
import static org.graft.source.tensorflow.Term.numbers;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Layers that are written as maps taken apart and put together again. */
final class SpacePatterns {
  /** Channels apart in groups, turned, joined: inputs x, shape, order, shape. */
  static final Subgraph.Rewrite SHUFFLE =
      flow(
              "Reshape",
              flow("Transpose", apart("Reshape"), numbers("order", 0, 1, 2, 4, 3)).alone(),
              any("joined"))
          .to(Patterns.SHUFFLE, "x", "shape", "order", "joined");

  /** {@code tf.repeat}: a new axis filled and joined to the one before it: x, axis, times. */
  static final Subgraph.Rewrite REPEAT =
      flow("Reshape", flow("Tile", apart("ExpandDims"), any("times")).alone(), any("joined"))
          .to(Patterns.REPEAT, "x", "shape", "times", "joined");

  private SpacePatterns() {}

  private static Term apart(String op) {
    return flow(op, any("x"), any("shape")).alone();
  }

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
        space ->
            conv.get()
                .withInputs(
                    List.of(
                        space.input(0),
                        conv.get().input(1),
                        space.input(1),
                        space.input(2),
                        root.input(2)))
                .marked(Patterns.SPACES)
                .as(root));
  }

  private static boolean sameBlock(Subgraph graph, Edge one, Edge other) {
    return graph.isConstant(one)
        && graph.isConstant(other)
        && Arrays.equals(graph.folded(one).integers(), graph.folded(other).integers());
  }
}
