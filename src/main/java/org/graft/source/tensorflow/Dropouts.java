package org.graft.source.tensorflow;

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

  private Dropouts(Subgraph graph) {
    this.graph = graph;
  }

  /** Least value, and a bound that no value reaches. */
  private record Range(double from, double below) {}

  /** The graph without dropout that keeps all. */
  static FunctionInliner.Flat removed(FunctionInliner.Flat flat, Map<String, Literal> literals) {
    if (flat.graph().nodes().values().stream().noneMatch(Dropouts::draws)) {
      return flat;
    }
    Dropouts dropouts = new Dropouts(new Subgraph(flat.graph(), flat.outputs().get(0), literals));
    return flat.without(node -> dropouts.same(node).map(List::of));
  }

  private static boolean draws(Node node) {
    return node.is("RandomUniform", "StatelessRandomUniform", "StatelessRandomUniformV2");
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
