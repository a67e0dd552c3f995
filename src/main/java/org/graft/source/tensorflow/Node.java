package org.graft.source.tensorflow;

import java.util.List;
import java.util.Map;
import org.tensorflow.framework.AttrValue;

/**
 * One operation of a graph. Control inputs are left out: they order side effects, which inference
 * has none of.
 *
 * @param op TensorFlow's name of the operation, or one of {@link Patterns}
 */
record Node(String name, String op, List<Edge> inputs, Map<String, AttrValue> attributes) {
  Node {
    inputs = List.copyOf(inputs);
  }

  Edge input(int index) {
    if (index >= inputs.size()) {
      throw NodeRefusal.of(
          this, "has " + inputs.size() + " inputs, at least " + (index + 1) + " expected");
    }
    return inputs.get(index);
  }

  boolean is(String... ops) {
    return List.of(ops).contains(op);
  }

  /** The same node reading other outputs. */
  Node withInputs(List<Edge> sources) {
    return new Node(name, op, sources, attributes);
  }

  /** The part of the name before its last word; empty at the root. */
  String scope() {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
