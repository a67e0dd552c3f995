package org.graft.source.tensorflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.framework.AttrValue;

/** What is done to whole images, written in several operations. */
final class ResizePatterns {
  /**
   * {@code ScaleAndTranslate} with both sizes that its scale is the ratio of, which moves nothing.
   */
  static final String SCALED = Patterns.PREFIX + "Resize";

  /** {@code tf.image.per_image_standardization}. */
  static final String STANDARDIZE = Patterns.PREFIX + "Standardize";

  private ResizePatterns() {}

  /** {@code tf.image.resize} by a kernel: inputs x, size, size again, size of x. */
  static Optional<Node> scaled(Subgraph graph, Node root) {
    if (!isNothing(graph, root.input(3))) {
      return Optional.empty();
    }
    return graph
        .flow(root.input(2), "RealDiv")
        .map(
            ratio ->
                new Node(
                    root.name(),
                    SCALED,
                    List.of(
                        root.input(0),
                        root.input(1),
                        whole(graph, ratio.input(0)),
                        whole(graph, ratio.input(1))),
                    root.attributes()));
  }

  private static boolean isNothing(Subgraph graph, Edge constant) {
    if (!graph.isConstant(constant)) {
      return false;
    }
    boolean nothing = true;
    for (float value : graph.folded(constant).floats()) {
      nothing &= value == 0;
    }
    return nothing;
  }

  /** The whole number that a fraction was made of. */
  private static Edge whole(Subgraph graph, Edge edge) {
    Node node = graph.node(edge);
    return node != null && node.is("Cast") ? node.input(0) : edge;
  }

  /**
   * {@code (x - mean) / max(deviation, 1 / sqrt(n))}: inputs x, the axes of both means, and n or
   * the least deviation.
   */
  static Optional<Node> standardize(Subgraph graph, Node root) {
    Optional<Node> centred = graph.flow(root.input(0), "Sub");
    Optional<Node> bounded = graph.flow(root.input(1), "Maximum");
    if (centred.isEmpty() || bounded.isEmpty()) {
      return Optional.empty();
    }
    Edge x = centred.get().input(0);
    Optional<Node> mean = mean(graph, centred.get().input(1), x);
    Optional<Node> variance =
        graph
            .flow(bounded.get().input(0), "Sqrt")
            .flatMap(root2 -> graph.flow(root2.input(0), "Mean"))
            .filter(m -> isSquareOfCentred(graph, m.input(0), x));
    return mean.isPresent() && variance.isPresent()
        ? Optional.of(
            new Node(
                root.name(),
                STANDARDIZE,
                List.of(
                    x,
                    mean.get().input(1),
                    variance.get().input(1),
                    least(graph, bounded.get().input(1))),
                Map.of("keep_dims", flag(keeps(mean.get()) && keeps(variance.get())))))
        : Optional.empty();
  }

  private static Optional<Node> mean(Subgraph graph, Edge edge, Edge x) {
    return graph.flow(edge, "Mean").filter(m -> m.input(0).equals(x));
  }

  private static boolean isSquareOfCentred(Subgraph graph, Edge edge, Edge x) {
    return graph
        .flow(edge, "Square")
        .flatMap(square -> graph.flow(square.input(0), "Sub"))
        .filter(d -> d.input(0).equals(x) && mean(graph, d.input(1), x).isPresent())
        .isPresent();
  }

  private static boolean keeps(Node mean) {
    return new Attributes(mean).flag("keep_dims");
  }

  private static AttrValue flag(boolean value) {
    return AttrValue.newBuilder().setB(value).build();
  }

  /** The number of values behind {@code rsqrt(cast(n))}; what is there, otherwise. */
  private static Edge least(Subgraph graph, Edge edge) {
    return graph.flow(edge, "Rsqrt").map(r -> whole(graph, r.input(0))).orElse(edge);
  }
}
