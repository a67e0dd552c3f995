package org.graft.source.tensorflow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.graft.failure.UnsupportedModelException;
import org.graft.source.tensorflow.kernel.Array;
import org.tensorflow.framework.DataType;

/**
 * A frozen graph computed node by node, as the file lists them: no pattern, no layer, no plan.
 * Where an operation is not known one by one, a stand-in takes the place of what it gives, and what
 * depends on it is marked.
 */
final class GraphEvaluation {
  private final Subgraph graph;
  private final Map<Edge, Array> values = new HashMap<>();
  private final Map<Edge, int[]> shapes = new HashMap<>();
  private final Map<Edge, DataType> types = new HashMap<>();
  private final Set<String> guessed = new HashSet<>();

  private GraphEvaluation(Subgraph graph) {
    this.graph = graph;
  }

  /**
   * Computes all of {@code graph}; values are let go when all have read them.
   *
   * @param given the image by the output that gives it
   * @param kept outputs whose values stay
   * @param standIn what stands in for an output that cannot be computed
   */
  static GraphEvaluation of(
      Subgraph graph,
      Map<Edge, Array> given,
      Set<Edge> kept,
      Function<Edge, Optional<Array>> standIn) {
    GraphEvaluation run = new GraphEvaluation(graph);
    given.forEach(run::put);
    Map<Edge, Integer> last = new HashMap<>();
    List<Node> nodes = graph.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      for (Edge source : nodes.get(i).inputs()) {
        last.put(source, i);
      }
    }
    for (int i = 0; i < nodes.size(); i++) {
      int now = i;
      run.step(nodes.get(i), standIn);
      nodes.get(i).inputs().stream()
          .filter(edge -> last.get(edge) == now && !kept.contains(edge))
          .forEach(run.values::remove);
    }
    return run;
  }

  private void step(Node node, Function<Edge, Optional<Array>> standIn) {
    Edge first = Edge.of(node.name());
    if (graph.isConstant(node) || graph.literal(first).isPresent() || values.containsKey(first)) {
      return;
    }
    Optional<List<Array>> outputs = outputs(node);
    if (outputs.isPresent()) {
      for (int k = 0; k < outputs.get().size(); k++) {
        put(new Edge(node.name(), k), outputs.get().get(k));
      }
    } else {
      standIn.apply(first).ifPresent(array -> put(first, array));
    }
    if (outputs.isEmpty() || node.inputs().stream().anyMatch(e -> guessed.contains(e.node()))) {
      guessed.add(node.name());
    }
  }

  private Optional<List<Array>> outputs(Node node) {
    try {
      List<Array> inputs = node.inputs().stream().flatMap(e -> value(e).stream()).toList();
      return inputs.size() == node.inputs().size()
          ? Optional.of(Folding.run(node, inputs))
          : Optional.empty();
    } catch (UnsupportedModelException e) {
      return Optional.empty();
    }
  }

  private void put(Edge edge, Array value) {
    values.put(edge, value);
    shapes.put(edge, value.shape());
    types.put(edge, value.type());
  }

  private Optional<Array> value(Edge edge) {
    return graph.isConstant(edge)
        ? Optional.of(graph.folded(edge).array())
        : Optional.ofNullable(values.get(edge));
  }

  /** Whether every node was computed. */
  boolean isWhole() {
    return guessed.isEmpty();
  }

  /** A value that was kept and hangs on no stand-in. */
  Optional<Array> find(Edge edge) {
    return guessed.contains(edge.node()) ? Optional.empty() : Optional.ofNullable(values.get(edge));
  }

  /** The shape of an output, the batch axis first. */
  int[] shape(Edge edge) {
    int[] shape = shapes.get(edge);
    if (shape == null) {
      throw new UnsupportedModelException(edge + " could not be computed");
    }
    return shape;
  }

  DataType type(Edge edge) {
    return types.getOrDefault(edge, DataType.DT_FLOAT);
  }

  /**
   * What an output is for other values of those it is computed from; only shapes are taken from
   * this run.
   *
   * @throws UnsupportedModelException if it depends on anything else, or on what is not known
   */
  Array piece(Edge end, Map<Edge, Array> given) {
    Map<Edge, Array> known = new HashMap<>(given);
    for (Node node : graph.between(given.keySet(), end)) {
      if (node.inputs().isEmpty()) {
        throw node.refusal("is read past what the layer reads");
      }
      List<Array> inputs = node.inputs().stream().map(edge -> input(node, edge, known)).toList();
      List<Array> outputs = Folding.run(node, inputs);
      for (int k = 0; k < outputs.size(); k++) {
        known.putIfAbsent(new Edge(node.name(), k), outputs.get(k));
      }
    }
    return known.get(end);
  }

  private Array input(Node node, Edge edge, Map<Edge, Array> known) {
    if (graph.isConstant(edge)) {
      return graph.folded(edge).array();
    }
    return Subgraph.tellsShape(node) && !known.containsKey(edge)
        ? Array.of(new float[Array.size(shape(edge))], shape(edge))
        : known.get(edge);
  }
}
