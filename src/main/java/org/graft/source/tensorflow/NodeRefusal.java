package org.graft.source.tensorflow;

import org.graft.failure.UnsupportedModelException;

/** Says which node keeps a graph from being imported, and why. */
final class NodeRefusal {
  private NodeRefusal() {}

  static UnsupportedModelException of(Node node, String problem) {
    return new UnsupportedModelException("node " + node.name() + " (" + node.op() + ") " + problem);
  }
}
