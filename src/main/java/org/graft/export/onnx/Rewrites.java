package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.export.onnx.OnnxGraph.Node;

/** Rules that make an ONNX graph smaller and leave its outputs as they are. */
final class Rewrites {
  private static final String TRANSPOSE = "Transpose";

  private Rewrites() {}

  /** The graph after all rules. */
  static OnnxGraph apply(OnnxGraph graph) {
    return dropUnusedInitialisers(dropDeadNodes(dropIdentities(cancelTransposes(graph))));
  }

  /** Who reads the second of two transposes that undo each other reads the first one's input. */
  static OnnxGraph cancelTransposes(OnnxGraph graph) {
    Map<String, Node> makers = makers(graph);
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Node first = node.type().equals(TRANSPOSE) ? makers.get(node.inputs().get(0)) : null;
      boolean undone =
          first != null && first.type().equals(TRANSPOSE) && inverse(perm(first), perm(node));
      nodes.add(
          first != null && undone
              ? new Node(node.name(), "Identity", first.inputs(), node.outputs(), List.of())
              : node);
    }
    return graph.withNodes(nodes);
  }

  /** Readers of an identity read its input; if it is an output, its maker makes that directly. */
  static OnnxGraph dropIdentities(OnnxGraph graph) {
    OnnxGraph result = graph;
    for (Node node : graph.nodes()) {
      if (node.type().equals("Identity")) {
        result = withoutIdentity(result, node.name()).orElse(result);
      }
    }
    return result;
  }

  /** Nodes from which no way leads to an output. */
  static OnnxGraph dropDeadNodes(OnnxGraph graph) {
    Set<String> read = new HashSet<>();
    graph.outputs().forEach(output -> read.add(output.name()));
    List<Node> alive = new ArrayList<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (node.outputs().stream().anyMatch(read::contains)) {
        read.addAll(node.inputs());
        alive.add(0, node);
      }
    }
    return graph.withNodes(alive);
  }

  /** Constants that no node reads. */
  static OnnxGraph dropUnusedInitialisers(OnnxGraph graph) {
    Set<String> read = graph.read();
    return graph.withInitialisers(
        graph.initialisers().stream().filter(i -> read.contains(i.name())).toList());
  }

  /** Empty when the identity must stay: it hands out an input or another output. */
  private static Optional<OnnxGraph> withoutIdentity(OnnxGraph graph, String name) {
    Node identity =
        graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
    String in = identity.inputs().get(0);
    OnnxGraph rest =
        graph.withNodes(graph.nodes().stream().filter(n -> !n.equals(identity)).toList());
    if (!graph.handsOut(identity.output())) {
      return Optional.of(rest.renamed(identity.output(), in));
    }
    return makers(graph).containsKey(in) && !graph.handsOut(in)
        ? Optional.of(rest.renamed(in, identity.output()))
        : Optional.empty();
  }

  private static Map<String, Node> makers(OnnxGraph graph) {
    Map<String, Node> makers = new HashMap<>();
    graph.nodes().forEach(node -> node.outputs().forEach(o -> makers.put(o, node)));
    return makers;
  }

  private static List<Long> perm(Node transpose) {
    return ((Ints) transpose.attributes().get(0)).values();
  }

  private static boolean inverse(List<Long> first, List<Long> second) {
    return IntStream.range(0, first.size()).allMatch(i -> first.get(second.get(i).intValue()) == i);
  }
}
