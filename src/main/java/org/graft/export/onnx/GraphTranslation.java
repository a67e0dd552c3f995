package org.graft.export.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A SameDiff graph as ONNX nodes, operation by operation through {@link Operations}, axes in
 * SameDiff's order. What nothing that enters has a part in becomes a constant.
 */
final class GraphTranslation {
  private final ShapeProbe probe;
  private final GraphBuilder builder;
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Seen> seen = new HashMap<>();

  GraphTranslation(ShapeProbe probe, GraphBuilder builder) {
    this.probe = probe;
    this.builder = builder;
  }

  /** Has a value stand for a placeholder. */
  void enter(String placeholder, String value) {
    values.put(placeholder, value);
  }

  /** Writes all operations that the outputs need. */
  void translate() {
    for (SameDiffOperation op : probe.operations()) {
      builder.enter(name(op.outputs().get(0)));
      List<String> made = Operations.apply(new OpTranslation(op, this));
      for (int i = 0; i < made.size(); i++) {
        String output = op.outputs().get(i);
        values.put(output, builder.rename(made.get(i), name(output)));
      }
    }
  }

  /** The value that holds a variable. */
  String value(String variable) {
    return values.computeIfAbsent(
        variable, v -> builder.constant(name(v), seen(v).array().orElseThrow()));
  }

  /** What a variable holds. */
  Seen seen(String variable) {
    return seen.computeIfAbsent(variable, probe::seen);
  }

  /** A variable's name in the file. */
  String name(String variable) {
    return variable.replace(':', '_');
  }

  GraphBuilder builder() {
    return builder;
  }
}
