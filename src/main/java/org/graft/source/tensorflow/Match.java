package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the names of a {@link Term} stand for.
 *
 * @param root the node that the term ends in
 */
record Match(Subgraph graph, Node root, Map<String, Edge> named) {

  /** Before anything is found. */
  static Match of(Subgraph graph, Node root) {
    return new Match(graph, root, Map.of());
  }

  /** The same with one more name; nothing if that stands for another output. */
  Optional<Match> with(String name, Edge edge) {
    if (named.containsKey(name)) {
      return Optional.of(this).filter(match -> named.get(name).equals(edge));
    }
    Map<String, Edge> more = new HashMap<>(named);
    more.put(name, edge);
    return Optional.of(new Match(graph, root, more));
  }

  /** The same if the first of {@code edges} look like these, one after another. */
  Optional<Match> all(List<Edge> edges, Term... terms) {
    Optional<Match> match = Optional.of(this).filter(m -> edges.size() >= terms.length);
    for (int i = 0; match.isPresent() && i < terms.length; i++) {
      match = terms[i].in(match.get(), edges.get(i));
    }
    return match;
  }

  Node node(String name) {
    return graph.node(named.get(name));
  }

  /** An operation in the root's place that reads these; x where a name stands for nothing. */
  Node made(String op, String... names) {
    Edge x = named.get("x");
    Edge[] inputs =
        Arrays.stream(names).map(name -> named.getOrDefault(name, x)).toArray(Edge[]::new);
    return Patterns.made(root, op, inputs);
  }
}
