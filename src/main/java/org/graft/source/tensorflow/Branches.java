package org.graft.source.tensorflow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.graft.failure.Hint;
import org.graft.failure.UnsupportedModelException;

/**
 * Named rewrite: choices that a constant makes are made. {@code Switch} gives its input on one of
 * two outputs, {@code Merge} gives the input that is there, and what reads the other is not run.
 */
final class Branches {
  private final Graph graph;
  private final Map<String, Literal> literals;
  private final Map<Edge, Boolean> chosen = new HashMap<>();
  private final Set<Edge> dead = new HashSet<>();
  private final Set<String> stopped = new HashSet<>();

  private Branches(Graph graph, Map<String, Literal> literals) {
    this.graph = graph;
    this.literals = literals;
  }

  /** The graph without choices. */
  static FunctionInliner.Flat resolved(FunctionInliner.Flat flat, Map<String, Literal> literals) {
    boolean some = flat.graph().nodes().values().stream().anyMatch(n -> n.is("Switch", "Merge"));
    return some ? new Branches(flat.graph(), literals).resolve(flat) : flat;
  }

  private FunctionInliner.Flat resolve(FunctionInliner.Flat flat) {
    FunctionInliner.Flat straight = flat.without(this::passed);
    for (Edge output : flat.outputs()) {
      if (!isAlive(output)) {
        throw new UnsupportedModelException(
            "%s lies in a branch that is not taken; choose another with %s"
                .formatted(output, Hint.OUTPUT.to("NODE")));
      }
    }
    return straight;
  }

  private boolean isAlive(Edge edge) {
    return !dead.contains(edge) && !stopped.contains(edge.node());
  }

  private Optional<List<Edge>> passed(Node node) {
    List<Edge> alive = node.inputs().stream().filter(this::isAlive).toList();
    if (node.is("Merge") && !alive.isEmpty()) {
      return Optional.of(alive.subList(0, 1));
    }
    if (alive.size() < node.inputs().size()) {
      stopped.add(node.name());
      return Optional.of(List.of());
    }
    if (!node.is("Switch")) {
      return Optional.empty();
    }
    Edge taken = alive.get(0);
    Edge other = new Edge(node.name(), choice(node) ? 0 : 1);
    dead.add(other);
    return Optional.of(other.output() == 0 ? List.of(other, taken) : List.of(taken, other));
  }

  private boolean choice(Node node) {
    return chosen.computeIfAbsent(
        node.input(1),
        edge -> constant(graph, edge, literals).orElseThrow(() -> undecided(graph, node, edge)));
  }

  /** The truth value behind an edge, if that is constant. */
  static Optional<Boolean> constant(Graph graph, Edge edge, Map<String, Literal> literals) {
    Subgraph part = new Subgraph(graph, edge, literals);
    return part.isConstant(edge)
        ? Optional.of(part.folded(edge).array().at(0) != 0)
        : Optional.empty();
  }

  static UnsupportedModelException undecided(Graph graph, Node node, Edge edge) {
    Set<String> open = new TreeSet<>();
    for (String name : graph.reach(List.of(edge))) {
      if (graph.nodes().get(name).is("Placeholder", "PlaceholderWithDefault")) {
        open.add(name);
      }
    }
    return node.refusal(
        "chooses by %s, which is not constant%s"
            .formatted(
                edge,
                open.isEmpty()
                    ? ""
                    : "; say what it is with " + Hint.SET.to(open.iterator().next() + "=false")));
  }
}
