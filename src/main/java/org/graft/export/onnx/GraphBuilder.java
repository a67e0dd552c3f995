package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.export.onnx.OnnxGraph.Attribute;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.export.onnx.OnnxGraph.Initialiser;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.export.onnx.OnnxGraph.Node;
import org.graft.export.onnx.OnnxGraph.Value;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Collects an ONNX graph node by node and gives names: a node and what it makes are called {@code
 * layer/Operator}, constants {@code layer/role}.
 */
final class GraphBuilder {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Initialiser> initialisers = new LinkedHashMap<>();
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Set<String> names;
  private String layer = "";

  /** A builder that keeps the names {@code reserved} for the graph's own input and outputs. */
  GraphBuilder(Collection<String> reserved) {
    names = new HashSet<>(reserved);
  }

  /** What follows belongs to {@code name}. */
  void enter(String name) {
    layer = name;
  }

  /** Adds a node that makes one value of float32, and returns that value's name. */
  String node(String type, List<String> inputs, List<Dimension> shape, Attribute... attributes) {
    return node(Element.FLOAT, type, inputs, shape, attributes);
  }

  /** Adds a node that makes one value of any type, and returns that value's name. */
  String node(
      Element element,
      String type,
      List<String> inputs,
      List<Dimension> shape,
      Attribute... attributes) {
    return nodes(element, type, inputs, List.of(shape), attributes).get(0);
  }

  /** Adds a node that makes a value of each of the shapes, and returns their names. */
  List<String> nodes(
      Element element,
      String type,
      List<String> inputs,
      List<List<Dimension>> shapes,
      Attribute... attributes) {
    String name = unique(scoped(type));
    List<String> outputs = new ArrayList<>();
    for (List<Dimension> shape : shapes) {
      String output = outputs.isEmpty() ? name : unique(name);
      outputs.add(output);
      values.put(output, new Value(output, element, shape));
    }
    nodes.add(new Node(name, type, inputs, outputs, Arrays.asList(attributes)));
    return outputs;
  }

  /** Adds a node that makes a list of {@code count}, and returns that value's name. */
  String list(
      Element element, String type, List<String> inputs, int count, Attribute... attributes) {
    return node(element, type, inputs, List.of(Dimension.of(count)), attributes);
  }

  /** Adds a node that reduces axes, which ReduceSum takes as an input and others as a setting. */
  String reduced(
      Element element,
      String type,
      String value,
      List<Dimension> shape,
      boolean keep,
      long... axes) {
    Int kept = new Int("keepdims", keep ? 1 : 0);
    return type.equals("ReduceSum")
        ? node(element, type, List.of(value, integers("axes", axes)), shape, kept)
        : node(element, type, List.of(value), shape, kept, new Ints("axes", axes));
  }

  /** Adds a node for a carried variable of {@code shape}. */
  Flow flow(String type, List<String> inputs, Shape shape, Attribute... attributes) {
    return new Flow(node(type, inputs, Flow.carried(shape), attributes), shape);
  }

  /** Adds a node whose output bears the reserved name {@code name}. */
  void output(String name, String type, List<String> inputs, Attribute... attributes) {
    nodes.add(
        new Node(
            unique(name + SameDiffNetwork.SEPARATOR + type),
            type,
            inputs,
            List.of(name),
            Arrays.asList(attributes)));
  }

  /** Gives the value that the last node made the name {@code wanted}, or one like it. */
  String rename(String value, String wanted) {
    int last = nodes.size() - 1;
    if (last < 0 || !nodes.get(last).outputs().contains(value)) {
      return value;
    }
    String name = unique(wanted);
    Node node = nodes.get(last);
    nodes.set(last, node.renamed(value, name));
    Value old = values.remove(value);
    values.put(name, new Value(name, old.element(), old.shape()));
    return name;
  }

  /**
   * Adds a constant and returns its name: {@code wanted}, or one like it when that is taken by a
   * constant of another form.
   */
  String constant(String wanted, INDArray array) {
    Initialiser there = initialisers.get(wanted);
    if (there != null && there.array().equalShapes(array) && there.array().equals(array)) {
      return wanted;
    }
    String name = unique(wanted);
    initialisers.put(name, new Initialiser(name, array));
    return name;
  }

  /** Adds an array that belongs to the current layer, and returns its name. */
  String array(String role, INDArray array) {
    return constant(scoped(role), array);
  }

  /** Adds integers that belong to the current layer, and returns their name. */
  String integers(String role, long... integers) {
    return constant(scoped(role), Nd4j.createFromArray(integers));
  }

  /** Adds one number that belongs to the current layer, and returns its name. */
  String number(String role, float number) {
    return constant(scoped(role), Nd4j.scalar(number));
  }

  OnnxGraph build(List<Value> inputs, List<Value> outputs) {
    return new OnnxGraph(inputs, outputs, nodes, List.copyOf(initialisers.values()), values);
  }

  private String scoped(String role) {
    return layer + SameDiffNetwork.SEPARATOR + role;
  }

  private String unique(String wanted) {
    String name = wanted;
    for (int i = 1; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
