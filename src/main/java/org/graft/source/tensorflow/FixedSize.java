package org.graft.source.tensorflow;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.graft.plan.Shape;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorProto;

/** The height and width that a graph resizes its images to before some place. */
final class FixedSize {
  private static final List<Integer> OPEN = List.of(Shape.FREE, Shape.FREE);
  private static final Set<String> RESIZES =
      Set.of(
          "ResizeBilinear",
          "ResizeNearestNeighbor",
          "ResizeBicubic",
          "ResizeArea",
          "ScaleAndTranslate");

  /** What computes value by value, or in another type. */
  private static final Set<String> KEEP =
      Set.of("Add", "AddV2", "Cast", "Div", "Identity", "Mul", "RealDiv", "Sub");

  private FixedSize() {}

  /** Height and width at {@code place}; free where nothing on the way to it fixes them. */
  static List<Integer> before(Graph graph, Edge place) {
    Node node = graph.node(place);
    for (int steps = 0; node != null && steps < graph.nodes().size(); steps++) {
      if (RESIZES.contains(node.op()) && node.inputs().size() >= 2) {
        return stated(graph.node(node.input(1)));
      }
      if (!KEEP.contains(node.op())) {
        return OPEN;
      }
      Optional<Edge> next =
          node.inputs().stream()
              .filter(e -> graph.node(e) != null && !graph.node(e).is("Const"))
              .findFirst();
      node = next.map(graph::node).orElse(null);
    }
    return OPEN;
  }

  private static List<Integer> stated(Node size) {
    if (size == null || !size.is("Const") || !isPair(size.attribute("value").getTensor())) {
      return OPEN;
    }
    long[] sides = Freezing.constant(size).integers();
    return Math.min(sides[0], sides[1]) > 0 && Math.max(sides[0], sides[1]) <= Short.MAX_VALUE
        ? List.of((int) sides[0], (int) sides[1])
        : OPEN;
  }

  private static boolean isPair(TensorProto tensor) {
    return tensor.getDtype() == DataType.DT_INT32
        && tensor.getTensorShape().getDimCount() == 1
        && tensor.getTensorShape().getDim(0).getSize() == 2;
  }
}
