package org.graft.source.tensorflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;
import org.graft.failure.UnsupportedModelException;

/** Nodes by name, in the order in which the file lists them. */
record Graph(Map<String, Node> nodes) {

  Node node(Edge edge) {
    return nodes.get(edge.node());
  }

  /** Those that hold a variable. */
  Stream<Node> variables() {
    return nodes.values().stream().filter(node -> Freezing.VARIABLES.contains(node.op()));
  }

  /** The same graph with this node in the place of its namesake. */
  Graph with(Node node) {
    Map<String, Node> all = new LinkedHashMap<>(nodes);
    all.put(node.name(), node);
    return new Graph(all);
  }

  /** Names of all that these outputs need, themselves included. */
  Set<String> reach(Collection<Edge> outputs) {
    Set<String> reached = new HashSet<>();
    Deque<Edge> open = new ArrayDeque<>(outputs);
    while (!open.isEmpty()) {
      Edge edge = open.pop();
      if (nodes.containsKey(edge.node()) && reached.add(edge.node())) {
        open.addAll(nodes.get(edge.node()).inputs());
      }
    }
    return reached;
  }

  /**
   * What these outputs need, each node behind those it reads, and in the file's order wherever that
   * leaves a choice. An input that is no node of this graph counts as given.
   */
  List<Node> ordered(Collection<Edge> outputs) {
    Set<String> reached = reach(outputs);
    Map<String, Integer> missing = new HashMap<>();
    Map<String, List<String>> readers = new HashMap<>();
    Map<String, Integer> places = new LinkedHashMap<>();
    nodes.keySet().stream().filter(reached::contains).forEach(n -> places.put(n, places.size()));
    PriorityQueue<String> ready =
        new PriorityQueue<>((a, b) -> Integer.compare(places.get(a), places.get(b)));
    for (String name : places.keySet()) {
      Set<String> sources = new HashSet<>();
      nodes.get(name).inputs().forEach(e -> sources.add(e.node()));
      sources.retainAll(reached);
      missing.put(name, sources.size());
      sources.forEach(s -> readers.computeIfAbsent(s, k -> new ArrayList<>()).add(name));
      if (sources.isEmpty()) {
        ready.add(name);
      }
    }
    List<Node> ordered = new ArrayList<>();
    while (!ready.isEmpty()) {
      Node node = nodes.get(ready.poll());
      ordered.add(node);
      for (String reader : readers.getOrDefault(node.name(), List.of())) {
        if (missing.merge(reader, -1, Integer::sum) == 0) {
          ready.add(reader);
        }
      }
    }
    requireAll(ordered, places.keySet());
    return ordered;
  }

  private static void requireAll(List<Node> ordered, Set<String> expected) {
    Set<String> left = new HashSet<>(expected);
    ordered.forEach(node -> left.remove(node.name()));
    if (!left.isEmpty()) {
      throw new UnsupportedModelException(
          "the graph has a cycle of %s nodes, through %s; loops are not supported"
              .formatted(left.size(), left.stream().sorted().findFirst().orElseThrow()));
    }
  }
}
