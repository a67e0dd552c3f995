package org.graft.source.tensorflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.failure.UnsupportedModelException;
import org.tensorflow.framework.AttrValue;

/** Named rewrites: variables and constants become literals, what only passes on is passed by. */
final class Freezing {
  static final Set<String> VARIABLES = Set.of("VarHandleOp", "VariableV2", "Variable", "VarHandle");

  /** Operations that give their first input as it is, at least in inference. */
  static final Set<String> PASSES =
      Set.of(
          "Identity",
          "PlaceholderWithDefault",
          "IdentityN",
          "ReadVariableOp",
          "StopGradient",
          "PreventGradient",
          "Snapshot",
          "EnsureShape");

  private Freezing() {}

  /** The literals of all constants, and of all variables by what {@code values} gives for them. */
  static Map<String, Literal> literals(Path path, Graph graph, Map<String, Literal> values) {
    Map<String, Literal> literals = new LinkedHashMap<>();
    List<String> unfilled = new ArrayList<>();
    long repeated = 0;
    for (Node node : graph.nodes().values()) {
      if (node.is("Const")) {
        repeated = TensorProtos.repeated(node.name(), value(node).getTensor(), repeated);
        literals.put(node.name(), constant(node));
      } else if (VARIABLES.contains(node.op())) {
        if (values.containsKey(node.name())) {
          literals.put(node.name(), values.get(node.name()));
        } else {
          unfilled.add(node.name());
        }
      }
    }
    if (!unfilled.isEmpty()) {
      throw new UnsupportedModelException(
          ("%s: %s variables have no value: %s%s; save the model with its variables, or"
                  + " freeze the graph")
              .formatted(
                  path,
                  unfilled.size(),
                  String.join(", ", unfilled.subList(0, Math.min(5, unfilled.size()))),
                  unfilled.size() > 5 ? ", …" : ""));
    }
    return literals;
  }

  private static AttrValue value(Node node) {
    return node.attributes().getOrDefault("value", AttrValue.getDefaultInstance());
  }

  /** The array of a constant. */
  static Literal constant(Node node) {
    return TensorProtos.literal(node.name(), value(node).getTensor());
  }

  /** The same graph without the nodes that only pass their inputs on. */
  static FunctionInliner.Flat shortened(FunctionInliner.Flat flat) {
    Map<Edge, Edge> passed = new LinkedHashMap<>();
    Map<String, Node> kept = new LinkedHashMap<>();
    for (Node node : flat.graph().ordered(flat.outputs())) {
      List<Edge> inputs =
          node.inputs().stream().map(edge -> passed.getOrDefault(edge, edge)).toList();
      if (passes(node)) {
        for (int i = 0; i < inputs.size(); i++) {
          passed.put(new Edge(node.name(), i), inputs.get(i));
        }
      } else {
        kept.put(node.name(), node.withInputs(inputs));
      }
    }
    List<Edge> outputs =
        flat.outputs().stream().map(edge -> passed.getOrDefault(edge, edge)).toList();
    return new FunctionInliner.Flat(new Graph(kept), outputs);
  }

  /**
   * A cast of whole pixel levels to float32 changes nothing either: the plan is float32 throughout.
   */
  private static boolean passes(Node node) {
    return PASSES.contains(node.op());
  }
}
