package org.graft.source.tensorflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph while patterns are looked for in it: which nodes are constant, who reads whom, and the
 * values behind constants.
 */
final class Subgraph {
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final Set<String> constants = new HashSet<>();

  /** How many values each constant has. */
  private final Map<String, Integer> sizes = new HashMap<>();

  private final Folding folding = new Folding(this);
  private final Map<String, Literal> literals;
  private final Edge output;

  Subgraph(Graph graph, Edge output, Map<String, Literal> literals) {
    this.literals = literals;
    this.output = output;
    readers.merge(output.node(), 1, Integer::sum);
    for (Node node : graph.ordered(List.of(output))) {
      nodes.put(node.name(), node);
      node.inputs().stream()
          .map(Edge::node)
          .distinct()
          .forEach(source -> readers.merge(source, 1, Integer::sum));
      if (literals.containsKey(node.name())
          || (Folding.folds(node)
              && node.inputs().stream().allMatch(e -> constants.contains(e.node())))) {
        constants.add(node.name());
        sizes.put(node.name(), size(node));
      }
    }
  }

  private int size(Node constant) {
    Literal literal = literals.get(constant.name());
    return literal != null
        ? literal.size()
        : constant.inputs().stream().mapToInt(e -> sizes.get(e.node())).max().orElse(0);
  }

  /** All nodes, each behind those it reads. */
  List<Node> nodes() {
    return new ArrayList<>(nodes.values());
  }

  /** Names of all that an output needs, its own among them. */
  Set<String> reach(Edge end) {
    return new Graph(nodes).reach(List.of(end));
  }

  /** The nodes that an output is computed by from others, each behind those it reads. */
  List<Node> between(Set<Edge> given, Edge end) {
    Set<String> needed = new HashSet<>();
    Deque<Edge> open = new ArrayDeque<>(List.of(end));
    while (!open.isEmpty()) {
      Edge edge = open.pop();
      if (!given.contains(edge) && !isConstant(edge) && needed.add(edge.node())) {
        Node node = node(edge);
        if (!tellsShape(node)) {
          open.addAll(node.inputs());
        }
      }
    }
    return nodes.values().stream().filter(node -> needed.contains(node.name())).toList();
  }

  /** Whether a node looks at the shape of what it reads alone. */
  static boolean tellsShape(Node node) {
    return node.is("Shape", "ShapeN", "Size", "Rank", "ZerosLike", "OnesLike");
  }

  /** Has a node that fits a pattern take the place of the one that the pattern ends in. */
  interface Rewrite {
    /** The node that takes the place of {@code root}, under its name, if the pattern fits. */
    Optional<Node> apply(Subgraph graph, Node root);
  }

  /**
   * Has the first of {@code patterns} that fits a node take its place, from the inputs on, so that
   * patterns see what others made; what nobody reads any more is dropped.
   */
  Subgraph rewritten(List<Rewrite> patterns) {
    for (Node node : nodes()) {
      if (!constants.contains(node.name())) {
        patterns.stream()
            .flatMap(pattern -> pattern.apply(this, node).stream())
            .findFirst()
            .ifPresent(found -> nodes.put(node.name(), found));
      }
    }
    return new Subgraph(new Graph(new LinkedHashMap<>(nodes)), output, literals);
  }

  Node node(Edge edge) {
    return nodes.get(edge.node());
  }

  boolean isConstant(Edge edge) {
    return constants.contains(edge.node());
  }

  boolean isConstant(Node node) {
    return constants.contains(node.name());
  }

  /** The node behind an edge if it is one of these operations. */
  Optional<Node> find(Edge edge, String... ops) {
    return Optional.ofNullable(node(edge)).filter(node -> node.is(ops));
  }

  /** The same if it is not constant, for its first output. */
  Optional<Node> flow(Edge edge, String... ops) {
    return find(edge, ops).filter(node -> !isConstant(node) && edge.output() == 0);
  }

  /** The same if nobody else reads it. */
  Optional<Node> own(Edge edge, String... ops) {
    return flow(edge, ops).filter(node -> isReadOnce(edge));
  }

  boolean isReadOnce(Edge edge) {
    return readers.getOrDefault(edge.node(), 0) == 1;
  }

  /** A constant's one value, if it has just one. */
  Optional<Float> scalar(Edge edge) {
    if (!isConstant(edge) || sizes.get(edge.node()) != 1) {
      return Optional.empty();
    }
    Literal value = folded(edge);
    return value.isFloat() && value.size() == 1 ? Optional.of(value.floats()[0]) : Optional.empty();
  }

  /** Whether a constant has one value, and that is {@code number} up to rounding. */
  boolean is(Edge edge, double number) {
    return scalar(edge).filter(v -> Math.abs(v - number) <= 1e-6 * Math.abs(number)).isPresent();
  }

  /** Whether a constant is these whole numbers. */
  boolean holds(Edge edge, long... numbers) {
    return isConstant(edge) && Arrays.equals(folded(edge).integers(), numbers);
  }

  /** The array behind a constant, computed where it is not stored. */
  Literal folded(Edge edge) {
    return folding.of(edge);
  }

  /** How many values all literals have. */
  long stored() {
    return literals.values().stream().mapToLong(Literal::size).sum();
  }

  /** The node that holds the array which a constant is but for its shape; itself if computed. */
  Edge stored(Edge edge) {
    Edge source = edge;
    while (!literals.containsKey(source.node()) && Folding.reshapes(node(source))) {
      source = node(source).input(0);
    }
    return source;
  }

  /** Whether a constant is a variable's value, whatever its shape. */
  boolean isVariable(Edge edge) {
    Node node = node(stored(edge));
    return node != null && Freezing.VARIABLES.contains(node.op());
  }

  Optional<Literal> literal(Edge edge) {
    return Optional.ofNullable(literals.get(edge.node()));
  }

  /** Of two edges of which one is constant: the other first, then the constant one. */
  Optional<List<Edge>> flowAndConstant(Node node) {
    if (node.inputs().size() != 2 || isConstant(node.input(0)) == isConstant(node.input(1))) {
      return Optional.empty();
    }
    return Optional.of(
        isConstant(node.input(1)) ? node.inputs() : List.of(node.input(1), node.input(0)));
  }
}
