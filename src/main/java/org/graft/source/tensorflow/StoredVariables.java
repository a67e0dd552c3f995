package org.graft.source.tensorflow;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.graft.failure.MalformedFileException;
import org.tensorflow.framework.MetaGraphDef;

/** The values that a checkpoint holds for the variables of a graph. */
final class StoredVariables {
  private final Path file;
  private final MetaGraphDef meta;
  private final FunctionLibrary functions;
  private final Supplier<TensorBundle> checkpoint;
  private String rule = "as constants of the graph";

  /**
   * Of a graph and its checkpoint, which is opened where there are variables.
   *
   * @param file what the graph was read from
   */
  StoredVariables(
      Path file, MetaGraphDef meta, FunctionLibrary functions, Supplier<TensorBundle> checkpoint) {
    this.file = file;
    this.meta = meta;
    this.functions = functions;
    this.checkpoint = checkpoint;
  }

  /** How the variables found their values, in words. */
  String rule() {
    return rule;
  }

  /** The values of a graph's variables, by node. */
  Map<String, Literal> of(Graph graph) {
    List<Node> variables = graph.variables().toList();
    if (variables.isEmpty()) {
      return Map.of();
    }
    TensorBundle bundle = checkpoint.get();
    Map<String, String> byObject = ObjectGraph.keys(file, meta, functions, bundle);
    Map<String, CheckpointKey> byRestore = RestoreOps.keys(functions);
    rule = rule(byObject.keySet(), byRestore.keySet(), variables);
    Map<String, Literal> values = new LinkedHashMap<>();
    for (Node variable : variables) {
      CheckpointKey key = agreed(variable, byObject, byRestore, bundle);
      bundle
          .find(key)
          .ifPresent(literal -> values.put(variable.name(), checked(variable, literal)));
    }
    return values;
  }

  /**
   * Keras 3 stores variables that it tracks twice under two keys, whose values must be the same.
   */
  private CheckpointKey agreed(
      Node variable,
      Map<String, String> byObject,
      Map<String, CheckpointKey> byRestore,
      TensorBundle bundle) {
    String first = byObject.get(variable.name());
    CheckpointKey second = byRestore.get(variable.name());
    if (first != null && second != null && !bundle.isSame(first, second.name())) {
      throw new MalformedFileException(
          file,
          "variable %s is %s by its object and %s by the restore operations"
              .formatted(variable.name(), first, second.name()));
    }
    return first != null
        ? CheckpointKey.of(first)
        : second != null ? second : CheckpointKey.of(variable.name());
  }

  private static String rule(Set<String> byObject, Set<String> byRestore, List<Node> variables) {
    boolean objects = variables.stream().allMatch(v -> byObject.contains(v.name()));
    boolean restored = variables.stream().allMatch(v -> byRestore.contains(v.name()));
    if (objects) {
      return "by the checkpoint's object graph"
          + (restored ? ", as its restore operations say too" : "");
    }
    return restored ? "by the restore operations" : "by object, restore operation or name";
  }

  private Literal checked(Node variable, Literal literal) {
    Attributes stated = new Attributes(variable);
    if (!stated.fits("shape", literal.shape()) || !stated.hasType("dtype", literal.type())) {
      throw new MalformedFileException(
          file,
          "variable %s of %s is stored as %s of %s"
              .formatted(variable.name(), stated.shapeText("shape"), literal, literal.type()));
    }
    return literal;
  }
}
