package org.graft.source.tensorflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft.failure.UnsupportedModelException;
import org.tensorflow.framework.TensorProto;

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
        TensorProto stated = node.attribute("value").getTensor();
        repeated = TensorProtos.repeated(node.name(), stated, repeated);
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
          "%s: %s variables have no value: %s; save the model with its variables, or freeze the graph"
              .formatted(path, unfilled.size(), NodeNames.some(unfilled)));
    }
    return literals;
  }

  /** The array of a constant. */
  static Literal constant(Node node) {
    return TensorProtos.literal(node.name(), node.attribute("value").getTensor());
  }

  /** The same graph without the nodes that only pass their inputs on. */
  static FunctionInliner.Flat shortened(FunctionInliner.Flat flat) {
    return flat.without(
        node -> PASSES.contains(node.op()) ? Optional.of(node.inputs()) : Optional.empty());
  }
}
