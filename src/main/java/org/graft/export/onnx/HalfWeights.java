package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.export.onnx.OnnxGraph.Initialiser;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Node;
import org.graft.export.onnx.OnnxGraph.Value;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Keeps weights in IEEE 754 half precision and casts them to single before they are used, which a
 * runtime does once, as it loads the file.
 */
final class HalfWeights {
  /** Smaller arrays are not worth a node. */
  private static final long LEAST = 64;

  private HalfWeights() {}

  static OnnxGraph apply(OnnxGraph graph) {
    List<Initialiser> initialisers = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    Map<String, String> casts = new HashMap<>();
    Map<String, Value> values = new HashMap<>(graph.values());
    for (Initialiser initialiser : graph.initialisers()) {
      INDArray array = initialiser.array();
      if (array.dataType() != DataType.FLOAT || array.length() < LEAST) {
        initialisers.add(initialiser);
        continue;
      }
      String cast = initialiser.name() + "/Cast";
      Int to = new Int("to", Element.FLOAT.code());
      nodes.add(new Node(cast, "Cast", List.of(initialiser.name()), List.of(cast), List.of(to)));
      List<Dimension> shape = Arrays.stream(array.shape()).mapToObj(Dimension::of).toList();
      values.put(cast, new Value(cast, Element.FLOAT, shape));
      casts.put(initialiser.name(), cast);
      initialisers.add(new Initialiser(initialiser.name(), array.castTo(DataType.FLOAT16)));
    }
    graph.nodes().forEach(node -> nodes.add(node.reading(casts)));
    return new OnnxGraph(graph.inputs(), graph.outputs(), nodes, initialisers, values);
  }
}
