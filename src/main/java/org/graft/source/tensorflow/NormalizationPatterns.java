package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Normalisations that are written in elementary operations. */
final class NormalizationPatterns {
  private NormalizationPatterns() {}

  /**
   * {@code rsqrt(variance + epsilon)}, times gamma or not.
   *
   * @param gamma {@code null} without
   */
  private record Factor(Edge variance, Edge epsilon, @Nullable Edge gamma) {}

  /**
   * {@code x * factor + (beta - mean * factor)} with constants, as {@code
   * tf.nn.batch_normalization} computes it: inputs x, mean, variance, epsilon, gamma, beta, where
   * what is missing is x itself.
   */
  static Optional<Node> batchNorm(Subgraph graph, Node root) {
    return graph
        .flowAndConstant(root)
        .flatMap(
            sum ->
                graph
                    .flow(sum.get(0), "Mul")
                    .flatMap(graph::flowAndConstant)
                    .flatMap(scaled -> batchNorm(graph, root, scaled, sum.get(1))));
  }

  private static Optional<Node> batchNorm(
      Subgraph graph, Node root, List<Edge> scaled, Edge shift) {
    Edge x = scaled.get(0);
    Edge factor = scaled.get(1);
    Optional<Factor> parts = factor(graph, factor);
    Optional<Node> shifted = graph.constant(shift, "Sub");
    Optional<Edge> beta = shifted.map(s -> s.input(0));
    Optional<Edge> mean =
        shifted.isPresent()
            ? other(graph, shifted.get().input(1), factor)
            : other(graph, shift, factor)
                .flatMap(m -> graph.constant(m, "Neg"))
                .map(minus -> minus.input(0));
    return parts.isPresent() && mean.isPresent()
        ? Optional.of(
            Patterns.made(
                root,
                Patterns.BATCH_NORM,
                x,
                mean.get(),
                parts.get().variance(),
                parts.get().epsilon(),
                parts.get().gamma() == null ? x : parts.get().gamma(),
                beta.orElse(x)))
        : Optional.empty();
  }

  /** The factor beside {@code one} in a product. */
  private static Optional<Edge> other(Subgraph graph, Edge product, Edge one) {
    Node node = graph.node(product);
    if (node == null || !node.is("Mul") || node.inputs().size() != 2) {
      return Optional.empty();
    }
    return node.input(1).equals(one)
        ? Optional.of(node.input(0))
        : node.input(0).equals(one) ? Optional.of(node.input(1)) : Optional.empty();
  }

  private static Optional<Factor> factor(Subgraph graph, Edge edge) {
    Node node = graph.node(edge);
    if (node != null && node.is("Mul") && node.inputs().size() == 2) {
      return root(graph, node.input(0))
          .map(f -> new Factor(f.variance(), f.epsilon(), node.input(1)));
    }
    return root(graph, edge);
  }

  private static Optional<Factor> root(Subgraph graph, Edge edge) {
    Node root = graph.node(edge);
    Node sum = root != null && root.is("Rsqrt") ? graph.node(root.input(0)) : null;
    return sum != null
            && sum.is("AddV2", "Add")
            && sum.inputs().size() == 2
            && graph.scalar(sum.input(1)).isPresent()
        ? Optional.of(new Factor(sum.input(0), sum.input(1), null))
        : Optional.empty();
  }

  /**
   * The same with the mean and variance of x's own last axis: inputs x, epsilon, gamma, beta, axis
   * of the mean, axis of the variance.
   */
  static Optional<Node> layerNorm(Subgraph graph, Node root) {
    if (graph.flowAndConstant(root).isPresent()) {
      return Optional.empty();
    }
    Optional<Node> scaled = graph.flow(root.input(0), "Mul");
    if (scaled.isEmpty()) {
      return Optional.empty();
    }
    Edge x = scaled.get().input(0);
    Edge factor = scaled.get().input(1);
    Optional<Node> shift = graph.flow(root.input(1), "AddV2", "Add");
    Optional<Edge> beta = shift.map(s -> s.input(1)).filter(graph::isConstant);
    Edge product = beta.isPresent() ? shift.get().input(0) : root.input(1);
    Optional<Node> mean =
        other(graph, product, factor)
            .flatMap(m -> graph.flow(m, "Neg"))
            .flatMap(minus -> graph.flow(minus.input(0), "Mean"))
            .filter(m -> m.input(0).equals(x));
    Optional<Factor> parts = factor(graph, factor);
    Optional<Node> variance = parts.flatMap(p -> variance(graph, p.variance(), x, mean));
    return variance.map(
        v ->
            Patterns.made(
                root,
                Patterns.LAYER_NORM,
                x,
                parts.get().epsilon(),
                parts.get().gamma() == null ? x : parts.get().gamma(),
                beta.orElse(x),
                mean.get().input(1),
                v.input(1)));
  }

  /**
   * The same of maps whose channels are parted into groups, and joined again: the inputs of the
   * layer that was found between, the shape before and the shape behind.
   */
  static Optional<Node> groupNorm(Subgraph graph, Node root) {
    return graph
        .own(root.input(0), Patterns.LAYER_NORM)
        .flatMap(
            norm ->
                graph.flow(norm.input(0), "Reshape").map(parted -> groupNorm(root, norm, parted)));
  }

  private static Node groupNorm(Node root, Node norm, Node parted) {
    List<Edge> inputs = new ArrayList<>(List.of(parted.input(0)));
    for (Edge edge : norm.inputs().subList(1, norm.inputs().size())) {
      inputs.add(edge.equals(norm.input(0)) ? parted.input(0) : edge);
    }
    inputs.add(parted.input(1));
    inputs.add(root.input(1));
    return new Node(root.name(), Patterns.GROUP_NORM, inputs, Map.of());
  }

  /** The mean of {@code (x - mean)^2}. */
  private static Optional<Node> variance(Subgraph graph, Edge edge, Edge x, Optional<Node> mean) {
    return mean.flatMap(
        m ->
            graph
                .flow(edge, "Mean")
                .filter(
                    v ->
                        graph
                            .flow(v.input(0), "SquaredDifference")
                            .filter(d -> d.input(0).equals(x))
                            .filter(d -> d.input(1).equals(Edge.of(m.name())))
                            .isPresent()));
  }

  /** {@code (x - mean) / max(sqrt(variance), 1e-7)} with constants: inputs x, mean, variance. */
  static Optional<Node> normalize(Subgraph graph, Node root) {
    return graph
        .constant(root.input(1), "Maximum")
        .filter(most -> graph.is(most.input(1), 1e-7))
        .flatMap(most -> graph.constant(most.input(0), "Sqrt"))
        .flatMap(
            deviation ->
                graph
                    .flow(root.input(0), "Sub")
                    .filter(difference -> graph.isConstant(difference.input(1)))
                    .map(
                        difference ->
                            Patterns.made(
                                root,
                                Patterns.NORMALIZE,
                                difference.input(0),
                                difference.input(1),
                                deviation.input(0))));
  }
}
