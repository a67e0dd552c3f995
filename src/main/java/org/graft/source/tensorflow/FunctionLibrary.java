package org.graft.source.tensorflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.graft.failure.MalformedFileException;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.FunctionDef;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.OpDef;

/** A graph and the functions that its nodes may call, as plain nodes. */
final class FunctionLibrary {
  /** What TensorFlow allows a node to be called. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.][A-Za-z0-9_.\\\\/>-]{0,1023}");

  /** A name, an output's name and its number. */
  private static final int LONGEST_INPUT = 4096;

  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");

  private final Path path;
  private final Graph main;
  private final Map<String, FunctionDef> definitions = new HashMap<>();
  private final Map<String, Body> bodies = new HashMap<>();

  private final GraphBounds bounds = new GraphBounds();

  /** Places of functions' results by name. */
  private final Map<String, Map<String, Integer>> resultPlaces = new HashMap<>();

  /**
   * A function's nodes, the names by which they read its arguments, and what it returns. Arguments
   * are edges of nodes that are not there.
   *
   * @param ordered the nodes that the results need, each behind those it reads
   */
  record Body(Graph graph, List<String> arguments, List<Edge> results, List<Node> ordered) {
    static Body of(Graph graph, List<String> arguments, List<Edge> results) {
      GraphBounds.requireFew(graph.reach(results));
      return new Body(graph, arguments, results, graph.ordered(results));
    }
  }

  FunctionLibrary(Path path, GraphDef def) {
    this.path = path;
    def.getLibrary().getFunctionList().forEach(f -> definitions.put(f.getSignature().getName(), f));
    this.main = graph(def.getNodeList(), Set.of());
  }

  /** The file that they are of. */
  Path path() {
    return path;
  }

  /** The nodes outside of all functions. */
  Graph main() {
    return main;
  }

  /** Whether there are any that the graph may call. */
  boolean areCalled() {
    return !definitions.isEmpty();
  }

  /** The function that a node calls, by attribute or by being named as its operation. */
  Optional<String> called(Node node) {
    if (CALLS.contains(node.op())) {
      return Optional.of(
          node.attributes().containsKey("f")
              ? node.attributes().get("f").getFunc().getName()
              : "?");
    }
    return definitions.containsKey(node.op()) ? Optional.of(node.op()) : Optional.empty();
  }

  Body body(String function) {
    FunctionDef def = definitions.get(function);
    if (def == null) {
      throw new MalformedFileException(path, "it calls a function that it lacks: " + function);
    }
    return bodies.computeIfAbsent(function, f -> body(def));
  }

  private Body body(FunctionDef def) {
    List<String> arguments =
        def.getSignature().getInputArgList().stream().map(OpDef.ArgDef::getName).toList();
    Set<String> given = new HashSet<>(arguments);
    Graph graph = graph(def.getNodeDefList(), given);
    Map<String, NodeDef> nodes = named(def.getNodeDefList());
    List<Edge> results = new ArrayList<>();
    for (OpDef.ArgDef result : def.getSignature().getOutputArgList()) {
      String source = def.getRetOrDefault(result.getName(), "");
      results.add(requireKnown(edge(source, nodes), result.getName(), graph, given));
    }
    return Body.of(graph, arguments, results);
  }

  private Graph graph(List<NodeDef> defs, Set<String> arguments) {
    Map<String, NodeDef> named = named(defs);
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (NodeDef def : defs) {
      if (!NAME.matcher(def.getName()).matches() || !NAME.matcher(def.getOp()).matches()) {
        throw new MalformedFileException(path, "a node whose name or operation is none");
      }
      bounds.look(def);
      List<Edge> inputs = new ArrayList<>();
      for (String input : def.getInputList()) {
        if (input.length() > LONGEST_INPUT) {
          throw new MalformedFileException(
              path, "node " + def.getName() + " reads a name of " + input.length() + " characters");
        }
        if (!input.startsWith("^")) {
          inputs.add(edge(input, named));
        }
      }
      Map<String, AttrValue> attributes = OpDefinitions.complete(def.getOp(), def.getAttrMap());
      Node node = new Node(def.getName(), def.getOp(), inputs, attributes);
      if (nodes.put(node.name(), node) != null) {
        throw new MalformedFileException(path, "two nodes are called " + node.name());
      }
    }
    Graph graph = new Graph(nodes);
    nodes
        .values()
        .forEach(n -> n.inputs().forEach(e -> requireKnown(e, n.name(), graph, arguments)));
    return graph;
  }

  private Edge requireKnown(Edge edge, String reader, Graph graph, Set<String> arguments) {
    if (!graph.nodes().containsKey(edge.node()) && !arguments.contains(edge.node())) {
      throw new MalformedFileException(
          path, "node " + reader + " reads '" + edge + "', which is not there");
    }
    return edge;
  }

  private static Map<String, NodeDef> named(List<NodeDef> defs) {
    Map<String, NodeDef> named = new HashMap<>();
    defs.forEach(def -> named.put(def.getName(), def));
    return named;
  }

  /** {@code node}, {@code node:2} or, within functions, {@code node:output:2}. */
  private Edge edge(String text, Map<String, NodeDef> named) {
    String[] parts = text.split(":", 3);
    if (parts.length < 3 || !named.containsKey(parts[0])) {
      return Edge.parse(text);
    }
    Edge numbered = Edge.parse(parts[0] + ":" + parts[2]);
    return new Edge(parts[0], first(named.get(parts[0]), parts[1]) + numbered.output());
  }

  /** The number of the first tensor of a node's output of that name. */
  private int first(NodeDef node, String output) {
    if (definitions.containsKey(node.getOp())) {
      return resultPlaces.computeIfAbsent(node.getOp(), this::resultPlaces).getOrDefault(output, 0);
    }
    List<OpDefinitions.Output> outputs =
        OpDefinitions.of(node.getOp()).map(OpDefinitions.OpDefinition::outputs).orElse(List.of());
    int first = 0;
    for (OpDefinitions.Output each : outputs) {
      if (each.name().equals(output)) {
        return first;
      }
      first += each.size(node.getAttrMap());
    }
    return 0;
  }

  /** The places of a function's results. */
  private Map<String, Integer> resultPlaces(String function) {
    Map<String, Integer> places = new HashMap<>();
    for (OpDef.ArgDef result : definitions.get(function).getSignature().getOutputArgList()) {
      places.putIfAbsent(result.getName(), places.size());
    }
    return places;
  }
}
