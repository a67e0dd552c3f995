package org.graft.source.tensorflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.plan.NearNames;

/** Nodes by the names that users know: whole, or from some slash on where that tells one alone. */
final class NodeNames {
  private static final int SHOWN = 5;

  private NodeNames() {}

  /** The output {@code NAME} or {@code NAME:2} of a graph. */
  static Optional<Edge> find(Path path, Graph graph, String wanted) {
    Edge edge = Edge.parse(wanted);
    if (graph.nodes().containsKey(edge.node())) {
      return Optional.of(edge);
    }
    List<String> ending =
        graph.nodes().keySet().stream().filter(n -> n.endsWith("/" + edge.node())).toList();
    if (ending.size() > 1) {
      throw new InputException(
          "%s has %d nodes whose names end in '%s'; name one whole: %s"
              .formatted(path, ending.size(), edge.node(), some(ending)));
    }
    return ending.stream().findFirst().map(name -> new Edge(name, edge.output()));
  }

  /** The same, which must be there. */
  static Edge require(Path path, Graph graph, Ending ending) {
    String node = Objects.requireNonNull(ending.node(), "its only output");
    return find(path, graph, node).orElseThrow(() -> missing(path, graph, node, ending.names()));
  }

  /**
   * That there is no such node, with the nearest that there are.
   *
   * @param outputs names of a signature's outputs, which it might have been
   */
  static InputException missing(Path path, Graph graph, String wanted, List<String> outputs) {
    String node = Edge.parse(wanted).node();
    List<String> near = new ArrayList<>(NearNames.nearest(wanted, outputs));
    near.addAll(near(graph, node));
    return new InputException(
        String.format(
            outputs.isEmpty()
                ? "there is no node '%s' in %s%s; %s takes names of layers"
                : "there is no output and no node '%s' in %s%s; %s takes names of layers",
            node,
            path,
            near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?",
            Hint.CUT.to("LAYER")));
  }

  /** The first few names. */
  static String some(Collection<String> names) {
    return names.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (names.size() > SHOWN ? ", …" : "");
  }

  /** By as many of their last words as are wanted. */
  private static List<String> near(Graph graph, String wanted) {
    int words = wanted.split("/", -1).length;
    Map<String, String> byTail = new LinkedHashMap<>();
    for (String name : graph.nodes().keySet()) {
      String[] own = name.split("/", -1);
      int from = Math.max(0, own.length - words);
      byTail.putIfAbsent(String.join("/", List.of(own).subList(from, own.length)), name);
    }
    return NearNames.nearest(wanted, byTail.keySet()).stream().map(byTail::get).toList();
  }
}
