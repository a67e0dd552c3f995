package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.plan.NearNames;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/** Named rewrites for what the user gives: values of placeholders, and where the image comes in. */
record Feeding(GraphOptions options) {
  private static final int CHANNELS = 3;

  /**
   * The graph with its values given, as far as it has the nodes, and the image's place taken.
   *
   * @param done names that are left as they are
   */
  Graph of(Graph graph, Set<String> done) {
    Map<String, Node> nodes = new LinkedHashMap<>(graph.nodes());
    Map<String, String> values = new HashMap<>(options.values());
    values.keySet().removeAll(done);
    values.forEach(
        (name, value) -> nodes.computeIfPresent(name, (n, node) -> constant(node, value)));
    if (options.input() == null) {
      return new Graph(nodes);
    }
    Edge place = Edge.parse(options.input());
    if (!nodes.containsKey(place.node()) || done.contains(place.node())) {
      return new Graph(nodes);
    }
    Node image = image(nodes.get(place.node()), place, FixedSize.before(graph, place));
    nodes.replaceAll((name, node) -> node.behind(Map.of(place, Edge.of(image.name()))));
    return new Graph(nodes).with(image);
  }

  /** Refuses names that the graph does not have. */
  void require(Set<String> known) {
    List<String> named = new ArrayList<>(options.values().keySet());
    Optional.ofNullable(options.input()).ifPresent(i -> named.add(Edge.parse(i).node()));
    for (String name : named) {
      if (!known.contains(name)) {
        throw new InputException(
            "there is no node '" + name + "' in the graph" + NearNames.hint(name, known));
      }
    }
  }

  /** The name of the node that takes the image, if the user says where. */
  Optional<String> input() {
    return Optional.ofNullable(options.input()).map(Edge::parse).map(Feeding::name);
  }

  private static String name(Edge place) {
    return place.output() == 0 ? place.node() : place.node() + "_" + place.output();
  }

  private static Node image(Node node, Edge place, List<Integer> size) {
    return new Node(name(place), "Placeholder", List.of(), Map.of())
        .with("dtype", AttrValue.newBuilder().setType(type(node, place.output())))
        .with("shape", AttrValue.newBuilder().setShape(shape(node, place.output(), size)));
  }

  private static DataType type(Node node, int output) {
    Attributes a = new Attributes(node);
    if (node.op().startsWith("Decode")) {
      return a.has("dtype") ? node.attribute("dtype").getType() : DataType.DT_UINT8;
    }
    if (a.has("output_types")) {
      List<DataType> types = node.attribute("output_types").getList().getTypeList();
      return output < types.size() ? types.get(output) : DataType.DT_FLOAT;
    }
    return Stream.of("DstT", "dtype", "T")
        .filter(name -> a.has(name) && !node.op().startsWith("Resize"))
        .map(name -> node.attribute(name).getType())
        .findFirst()
        .orElse(DataType.DT_FLOAT);
  }

  private static TensorShapeProto shape(Node node, int output, List<Integer> size) {
    for (String name : List.of("output_shapes", "_output_shapes")) {
      List<TensorShapeProto> shapes = node.attribute(name).getList().getShapeList();
      if (output < shapes.size() && shapes.get(output).getDimCount() == 4) {
        return shapes.get(output);
      }
    }
    TensorShapeProto stated = node.attribute("shape").getShape();
    return stated.getDimCount() == 4 ? stated : shape(size.get(0), size.get(1), CHANNELS);
  }

  private static TensorShapeProto shape(long height, long width, long channels) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long axis : new long[] {-1, height, width, channels}) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(axis));
    }
    return shape.build();
  }

  /** The graph whose image has the shape that the user says, if one is said. */
  Graph shaped(Graph graph, String input) {
    List<Integer> said = options.shape();
    if (said.isEmpty()) {
      return graph;
    }
    TensorShapeProto shape =
        shape(said.get(0), said.get(1), said.size() > 2 ? said.get(2) : CHANNELS);
    Node image = graph.nodes().get(input);
    return graph.with(image.with("shape", AttrValue.newBuilder().setShape(shape)));
  }

  private static Node constant(Node node, String value) {
    DataType type = node.attribute("dtype").getType();
    if (!node.is("Placeholder", "PlaceholderWithDefault")) {
      throw new InputException(
          Hint.SET + " gives placeholders their value; " + node.name() + " is a " + node.op());
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDtype(type).setTensorShape(TensorShapeProto.newBuilder());
    try {
      switch (type) {
        case DT_BOOL -> tensor.addBoolVal(truth(value));
        case DT_FLOAT -> tensor.addFloatVal(Float.parseFloat(value));
        case DT_DOUBLE -> tensor.addDoubleVal(Double.parseDouble(value));
        case DT_INT32 -> tensor.addIntVal(Integer.parseInt(value));
        case DT_INT64 -> tensor.addInt64Val(Long.parseLong(value));
        default -> throw new InputException(node.name() + " takes " + type + ", not to be set");
      }
    } catch (NumberFormatException e) {
      throw new InputException(
          String.format("%s takes %s, which '%s' is not", node.name(), type, value), e);
    }
    return Node.constant(node.name(), tensor);
  }

  private static boolean truth(String value) {
    return switch (value) {
      case "true", "True", "1" -> true;
      case "false", "False", "0" -> false;
      default -> throw new NumberFormatException(value);
    };
  }
}
