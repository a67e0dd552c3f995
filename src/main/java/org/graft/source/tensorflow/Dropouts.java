package org.graft.source.tensorflow;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Named rewrite: dropout that keeps all is gone. TensorFlow 1 multiplies by {@code floor(keep +
 * random)} or by {@code random >= rate}, later ones select by it; with a keep probability of 1 that
 * is 1 or true whatever is drawn.
 */
final class Dropouts {
  private final Subgraph graph;
  private final Map<Edge, Edge> passed = new HashMap<>();

  private Dropouts(Subgraph graph) {
    this.graph = graph;
  }

  /** Least value, and a bound that no value reaches. */
  private record Range(double from, double below) {}

  /** The graph without dropout that keeps all. */
  static FunctionInliner.Flat removed(FunctionInliner.Flat flat, Map<String, Literal> literals) {
    boolean some = flat.graph().nodes().values().stream().anyMatch(Dropouts::draws);
    return some
        ? new Dropouts(new Subgraph(flat.graph(), flat.outputs().get(0), literals)).remove(flat)
        : flat;
  }

  private static boolean draws(Node node) {
    return node.is("RandomUniform", "StatelessRandomUniform", "StatelessRandomUniformV2");
  }

  private FunctionInliner.Flat remove(FunctionInliner.Flat flat) {
    Map<String, Node> kept = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      Node read =
          node.withInputs(node.inputs().stream().map(e -> passed.getOrDefault(e, e)).toList());
      Optional<Edge> same = same(read);
      if (same.isPresent()) {
        passed.put(Edge.of(node.name()), same.get());
      } else {
        kept.put(node.name(), read);
      }
    }
    List<Edge> outputs = flat.outputs().stream().map(e -> passed.getOrDefault(e, e)).toList();
    return new FunctionInliner.Flat(new Graph(kept), outputs);
  }

  /** What a node gives as it is, if it multiplies by 1 or selects by true. */
  private Optional<Edge> same(Node node) {
    if (node.is("Mul") && node.inputs().size() == 2) {
      return isOne(node.input(1))
          ? Optional.of(node.input(0))
          : Optional.of(node.input(1)).filter(e -> isOne(node.input(0)));
    }
    return node.is("SelectV2", "Select") && node.inputs().size() == 3 && isTrue(node.input(0))
        ? Optional.of(node.input(1))
        : Optional.empty();
  }

  private boolean isOne(Edge edge) {
    Node node = graph.node(edge);
    if (node == null || graph.isConstant(edge)) {
      return false;
    }
    return (node.is("Floor")
            && range(node.input(0)).filter(r -> r.from() >= 1 && r.below() <= 2).isPresent())
        || (node.is("Cast") && isTrue(node.input(0)));
  }

  private boolean isTrue(Edge edge) {
    Node node = graph.node(edge);
    return node != null
        && node.is("GreaterEqual")
        && graph.scalar(node.input(1)).isPresent()
        && range(node.input(0))
            .filter(r -> r.from() >= graph.scalar(node.input(1)).get())
            .isPresent();
  }

  /** What values a draw can have once constants are multiplied with and added to it. */
  private Optional<Range> range(Edge edge) {
    Node node = graph.node(edge);
    if (node == null || graph.isConstant(edge)) {
      return Optional.empty();
    }
    if (draws(node)) {
      return Optional.of(new Range(0, 1));
    }
    if (!node.is("Mul", "Add", "AddV2")) {
      return Optional.empty();
    }
    return graph
        .flowAndConstant(node)
        .filter(pair -> graph.scalar(pair.get(1)).isPresent())
        .flatMap(
            pair -> range(pair.get(0)).map(r -> moved(node, r, graph.scalar(pair.get(1)).get())));
  }

  private static Range moved(Node node, Range range, double by) {
    if (node.is("Mul")) {
      return by > 0
          ? new Range(range.from() * by, range.below() * by)
          : new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    return new Range(range.from() + by, range.below() + by);
  }
}
