package org.graft.export.onnx;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An ONNX graph as plain records, in the terms of the ONNX specification (IR.md): nodes in the
 * order in which they can run, one name space for all values and initialisers.
 *
 * @param inputs what comes in, the images of a network
 * @param outputs the values that the graph hands out
 * @param values types and shapes of what the nodes make, by name
 */
record OnnxGraph(
    List<Value> inputs,
    List<Value> outputs,
    List<Node> nodes,
    List<Initialiser> initialisers,
    Map<String, Value> values) {

  OnnxGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    initialisers = List.copyOf(initialisers);
    values = Map.copyOf(values);
  }

  /** Types of elements that Graft writes, with their codes in {@code TensorProto.DataType}. */
  enum Element {
    FLOAT(1, DataType.FLOAT),
    UINT8(2, DataType.UINT8),
    INT32(6, DataType.INT32),
    INT64(7, DataType.INT64),
    BOOL(9, DataType.BOOL),
    FLOAT16(10, DataType.FLOAT16),
    DOUBLE(11, DataType.DOUBLE);

    private final int code;
    private final DataType dataType;

    Element(int code, DataType dataType) {
      this.code = code;
      this.dataType = dataType;
    }

    /** ND4J's name of the type. */
    DataType dataType() {
      return dataType;
    }

    static Optional<Element> of(DataType type) {
      return Arrays.stream(values()).filter(e -> e.dataType == type).findFirst();
    }

    int code() {
      return code;
    }
  }

  /** One axis of a value: a length, or a symbol that stands for one. */
  record Dimension(long length, String symbol) {
    private static final long NONE = -1;

    static final Dimension BATCH = new Dimension(NONE, "batch");

    static final Dimension HEIGHT = new Dimension(NONE, "height");
    static final Dimension WIDTH = new Dimension(NONE, "width");

    /** A multiple of the batch and some more. */
    static Dimension batches(long times, long more) {
      String multiple = (times == 1 ? "" : times + "*") + BATCH.symbol();
      return new Dimension(NONE, more == 0 ? multiple : multiple + "+" + more);
    }

    static Dimension of(long length) {
      return new Dimension(length, "");
    }

    boolean isKnown() {
      return length != NONE;
    }
  }

  /** A value's name, element type and shape. */
  record Value(String name, Element element, List<Dimension> shape) {
    Value {
      shape = List.copyOf(shape);
    }
  }

  /**
   * A constant.
   *
   * @param array its values, of a type that {@link Element} has; held natively, in any order or as
   *     a view
   */
  record Initialiser(String name, INDArray array) {}

  /** One operator at work. Inputs are names of values or initialisers. */
  record Node(
      String name,
      String type,
      List<String> inputs,
      List<String> outputs,
      List<Attribute> attributes) {
    Node {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      attributes = List.copyOf(attributes);
    }

    /** The only output's name. */
    String output() {
      return outputs.get(0);
    }

    /** The same node with one value renamed wherever it reads or makes it. */
    Node renamed(String from, String to) {
      return new Node(
          name, type, replaced(inputs, from, to), replaced(outputs, from, to), attributes);
    }

    /** The same node, reading other values in place of those named. */
    Node reading(Map<String, String> others) {
      List<String> read = inputs.stream().map(n -> others.getOrDefault(n, n)).toList();
      return new Node(name, type, read, outputs, attributes);
    }

    private static List<String> replaced(List<String> names, String from, String to) {
      return names.stream().map(n -> n.equals(from) ? to : n).toList();
    }
  }

  /** A fixed setting of a node. */
  sealed interface Attribute {
    String name();
  }

  /** One integer. */
  record Int(String name, long value) implements Attribute {}

  /** A list of integers. */
  record Ints(String name, List<Long> values) implements Attribute {
    Ints {
      values = List.copyOf(values);
    }

    Ints(String name, long... values) {
      this(name, Arrays.stream(values).boxed().toList());
    }
  }

  record Real(String name, float value) implements Attribute {}

  record Text(String name, String value) implements Attribute {}

  OnnxGraph withNodes(List<Node> others) {
    return new OnnxGraph(inputs, outputs, others, initialisers, values);
  }

  OnnxGraph withInitialisers(List<Initialiser> others) {
    return new OnnxGraph(inputs, outputs, nodes, others, values);
  }

  /** A value by its name: one that a node makes, or the graph takes or hands out. */
  Value value(String name) {
    Value made = values.get(name);
    return made != null
        ? made
        : Stream.concat(inputs.stream(), outputs.stream())
            .filter(v -> v.name().equals(name))
            .findFirst()
            .orElseThrow();
  }

  /** The names of all that some node reads or the graph hands out. */
  Set<String> read() {
    Set<String> read = new HashSet<>();
    nodes.forEach(node -> read.addAll(node.inputs()));
    outputs.forEach(output -> read.add(output.name()));
    return read;
  }

  boolean handsOut(String name) {
    return outputs.stream().anyMatch(o -> o.name().equals(name));
  }

  /** This graph with one value renamed in all nodes. */
  OnnxGraph renamed(String from, String to) {
    return withNodes(nodes.stream().map(n -> n.renamed(from, to)).toList());
  }
}
