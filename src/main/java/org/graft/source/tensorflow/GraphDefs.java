package org.graft.source.tensorflow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.graft.plan.Shape;
import org.nd4j.shade.protobuf.ByteString;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/**
 * A frozen graph in protobuf again, for one image of a fixed shape: variables, what is computed
 * from constants, and what is made of shapes are constants.
 */
final class GraphDefs {
  private final Subgraph graph;
  private final Map<String, long[]> extents;
  private final GraphDef.Builder def = GraphDef.newBuilder();
  private final Set<String> written = new HashSet<>();

  private GraphDefs(FrozenGraph frozen, Shape image) {
    this.graph = new Subgraph(frozen.graph(), frozen.output(), frozen.literals());
    this.extents = Translator.extents(frozen, image);
  }

  static GraphDef of(FrozenGraph frozen, Shape image) {
    return new GraphDefs(frozen, image).write();
  }

  private GraphDef write() {
    for (Node node : graph.nodes()) {
      if (!graph.isConstant(node) && !extents.containsKey(node.name())) {
        node.inputs().forEach(this::constant);
        def.addNode(plain(node));
      }
    }
    return def.build();
  }

  /** Writes what an edge carries, once, if that is a constant. */
  private void constant(Edge edge) {
    long[] numbers = extents.get(edge.node());
    if ((numbers != null || graph.isConstant(edge)) && written.add(edge.node())) {
      Literal literal = numbers != null ? whole(graph.node(edge), numbers) : graph.folded(edge);
      def.addNode(constant(edge.node(), literal));
    }
  }

  private static Literal whole(Node node, long... numbers) {
    boolean scalar = node.is("Prod") || new Attributes(node).integer("shrink_axis_mask") == 1;
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < numbers.length; i++) {
      bytes.putInt(4 * i, numbers[i] == Extents.BATCH ? 1 : Math.toIntExact(numbers[i]));
    }
    int[] shape = scalar ? new int[0] : new int[] {numbers.length};
    return new Literal(node.name(), DataType.DT_INT32, shape, bytes::duplicate);
  }

  private static NodeDef plain(Node node) {
    Map<String, AttrValue> attributes = new HashMap<>(node.attributes());
    attributes.keySet().removeIf(name -> name.startsWith("_"));
    return NodeDef.newBuilder()
        .setName(node.name())
        .setOp(node.op())
        .addAllInput(node.inputs().stream().map(Edge::toString).toList())
        .putAllAttr(attributes)
        .build();
  }

  private static NodeDef constant(String name, Literal literal) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int axis : literal.shape()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(axis));
    }
    return plain(
        Node.constant(
            name,
            TensorProto.newBuilder()
                .setDtype(literal.type())
                .setTensorShape(shape)
                .setTensorContent(ByteString.copyFrom(literal.bytes().get()))));
  }
}
