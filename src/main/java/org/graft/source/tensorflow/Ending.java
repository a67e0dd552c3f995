package org.graft.source.tensorflow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a network ends.
 *
 * @param outputs of a graph with its calls, by the names that a signature has for them, if one has
 * @param node the one that the user names within what these need, once calls are inlined; {@code
 *     null} for the only output
 */
record Ending(List<Edge> outputs, List<String> names, @Nullable String node) {
  Ending {
    outputs = List.copyOf(outputs);
    names = List.copyOf(names);
  }

  static Ending at(Edge output) {
    return new Ending(List.of(output), List.of(), null);
  }

  /** A node among those that these outputs of a signature need. */
  static Ending within(Map<String, Edge> outputs, @Nullable String node) {
    return new Ending(List.copyOf(outputs.values()), List.copyOf(outputs.keySet()), node);
  }
}
