package org.graft.source.tensorflow;

import java.util.Collection;
import org.graft.failure.UnsupportedModelException;
import org.tensorflow.framework.NodeDef;

/**
 * What a graph may grow to while its functions are inlined: a few lines can call each other for
 * ever. The largest networks of {@code keras.applications} have less than half of each.
 */
final class GraphBounds {
  /** A call takes every variable of the network. */
  static final int MOST_INPUTS = 1 << 14;

  static final int MOST_ATTRIBUTES = 1000;
  static final int MOST_NODES = 50_000;
  static final int MOST_EDGES = 500_000;
  static final int MOST_CHARACTERS = 1 << 24;

  private int nodes;
  private int edges;
  private long characters;

  /**
   * Takes one more node or call.
   *
   * @throws UnsupportedModelException if the graph then is larger than any network
   */
  void add(String name, int inputs) {
    nodes++;
    edges += inputs;
    if (nodes > MOST_NODES) {
      throw tooLarge(MOST_NODES, "nodes");
    }
    if (edges > MOST_EDGES) {
      throw tooLarge(MOST_EDGES, "inputs");
    }
    count(name);
  }

  private static UnsupportedModelException tooLarge(int most, String what) {
    return new UnsupportedModelException(
        "the graph, its functions inlined, has more than %d %s, which no network needs"
            .formatted(most, what));
  }

  /**
   * Looks at one node as the file has it.
   *
   * @throws UnsupportedModelException if it reads more, or says more of itself, than any does
   */
  void look(NodeDef node) {
    requireFew(node, node.getInputCount(), MOST_INPUTS, "inputs");
    requireFew(node, node.getAttrCount(), MOST_ATTRIBUTES, "attributes");
    count(node.getName());
  }

  private void count(String name) {
    characters += name.length();
    if (characters > MOST_CHARACTERS) {
      throw tooLarge(MOST_CHARACTERS, "characters of names");
    }
  }

  /**
   * Looks at what is needed of one graph.
   *
   * @throws UnsupportedModelException if it is more than all of any network
   */
  static void requireFew(Collection<String> nodes) {
    if (nodes.size() > MOST_NODES) {
      throw tooLarge(MOST_NODES, "nodes");
    }
  }

  private static void requireFew(NodeDef node, int found, int most, String what) {
    if (found > most) {
      throw new UnsupportedModelException(
          "node %s has %d %s, at most %d are supported"
              .formatted(node.getName(), found, what, most));
    }
  }
}
