package org.graft.source.tensorflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft.failure.UnsupportedModelException;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.TensorProto;

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

  /** A constant. */
  static Node constant(String name, TensorProto.Builder tensor) {
    return new Node(name, "Const", List.of(), Map.of())
        .with("dtype", AttrValue.newBuilder().setType(tensor.getDtype()))
        .with("value", AttrValue.newBuilder().setTensor(tensor));
  }

  Edge input(int index) {
    if (index >= inputs.size()) {
      throw refusal("has " + inputs.size() + " inputs, at least " + (index + 1) + " expected");
    }
    return inputs.get(index);
  }

  /** What is stated of an attribute; an empty value where nothing is. */
  AttrValue attribute(String attribute) {
    return attributes.getOrDefault(attribute, AttrValue.getDefaultInstance());
  }

  boolean is(String... ops) {
    return List.of(ops).contains(op);
  }

  /** Says that this node keeps the graph from being imported, and why. */
  UnsupportedModelException refusal(String problem) {
    return new UnsupportedModelException("node " + name + " (" + op + ") " + problem);
  }

  /** The same node reading other outputs. */
  Node withInputs(List<Edge> sources) {
    return new Node(name, op, sources, attributes);
  }

  /** The same node reading what stands for what it reads. */
  Node behind(Map<Edge, Edge> sources) {
    return withInputs(inputs.stream().map(edge -> sources.getOrDefault(edge, edge)).toList());
  }

  /** The same node with an attribute stated. */
  Node with(String attribute, AttrValue.Builder value) {
    Map<String, AttrValue> all = new HashMap<>(attributes);
    all.put(attribute, value.build());
    return new Node(name, op, inputs, all);
  }

  /** The same node with a mark of its own. */
  Node marked(String attribute) {
    return with(attribute, AttrValue.newBuilder().setB(true));
  }

  /** The same node in another's place. */
  Node as(Node other) {
    return new Node(other.name(), op, inputs, attributes);
  }
}
