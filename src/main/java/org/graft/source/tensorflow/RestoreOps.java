package org.graft.source.tensorflow;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.shade.protobuf.ByteString;

/**
 * The part of a SavedModel that loads its checkpoint: {@code RestoreV2} gives arrays by key, {@code
 * Assign} and {@code AssignVariableOp} put them into variables. Both TensorFlow 1 and 2 write it.
 */
final class RestoreOps {
  private final FunctionLibrary functions;
  private final Map<String, CheckpointKey> keys = new LinkedHashMap<>();

  private RestoreOps(FunctionLibrary functions) {
    this.functions = functions;
  }

  /** Checkpoint keys by the names of the nodes that hold the variables. */
  static Map<String, CheckpointKey> keys(FunctionLibrary functions) {
    RestoreOps restore = new RestoreOps(functions);
    restore.scan(functions.main(), Map.of());
    for (Node node : functions.main().nodes().values()) {
      functions.called(node).ifPresent(function -> restore.scan(function, node));
    }
    return restore.keys;
  }

  private void scan(String function, Node call) {
    FunctionLibrary.Body body = functions.body(function);
    Map<String, String> arguments = new HashMap<>();
    for (int i = 0; i < Math.min(body.arguments().size(), call.inputs().size()); i++) {
      arguments.put(body.arguments().get(i), call.inputs().get(i).node());
    }
    scan(body.graph(), arguments);
  }

  private void scan(Graph graph, Map<String, String> arguments) {
    for (Node node : graph.nodes().values()) {
      if (node.is("Assign", "AssignVariableOp") && node.inputs().size() == 2) {
        String variable = node.input(0).node();
        restored(graph, node.input(1))
            .ifPresent(key -> keys.put(arguments.getOrDefault(variable, variable), key));
      }
    }
  }

  /** The key of what an edge carries, if that comes out of a checkpoint. */
  private static Optional<CheckpointKey> restored(Graph graph, Edge edge) {
    Node node = graph.node(edge);
    Edge source = edge;
    if (node != null && node.is("Identity")) {
      source = node.input(0);
      node = graph.node(source);
    }
    if (node == null || !node.is("RestoreV2") || node.inputs().size() < 2) {
      return Optional.empty();
    }
    Optional<String> name = text(graph, node.input(1), source.output());
    Optional<String> slice =
        node.inputs().size() < 3 ? Optional.empty() : text(graph, node.input(2), source.output());
    return name.map(key -> new CheckpointKey(key, slice.orElse("")));
  }

  /** One of a constant list of strings. */
  private static Optional<String> text(Graph graph, Edge edge, int place) {
    Node list = graph.node(edge);
    List<ByteString> values =
        list != null && list.is("Const")
            ? list.attribute("value").getTensor().getStringValList()
            : List.of();
    return place >= 0 && place < values.size()
        ? Optional.of(values.get(place).toStringUtf8())
        : Optional.empty();
  }
}
