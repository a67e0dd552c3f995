package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.framework.AttrValue;

/** Products that are written with arrays rearranged around them. */
final class ProductPatterns {
  private ProductPatterns() {}

  /**
   * {@code tf.tensordot} of the last axis: a map's cells listed as rows, multiplied, put back. Both
   * shapes go along as inputs, to be checked where shapes are known.
   */
  static Optional<Node> denseOnLastAxis(Subgraph graph, Node root) {
    Optional<Node> product = graph.own(root.input(0), "MatMul");
    return product
        .flatMap(p -> graph.own(p.input(0), "Reshape"))
        .map(
            rows -> {
              Optional<Node> turned = graph.own(rows.input(0), "Transpose");
              List<Edge> inputs = new ArrayList<>();
              inputs.add(turned.map(t -> t.input(0)).orElse(rows.input(0)));
              inputs.add(product.get().input(1));
              inputs.add(rows.input(1));
              inputs.add(root.input(1));
              turned.ifPresent(t -> inputs.add(t.input(1)));
              return new Node(root.name(), Patterns.DENSE, inputs, product.get().attributes());
            });
  }

  /** A product with a vector, whose one value then has an axis put in behind. */
  static Optional<Node> expanded(Subgraph graph, Node root) {
    if (!graph.holds(root.input(1), -1)) {
      return Optional.empty();
    }
    return graph
        .own(root.input(0), Patterns.DENSE)
        .filter(dense -> !dense.attributes().containsKey(Patterns.EXPANDED))
        .map(dense -> dense.marked(Patterns.EXPANDED).as(root));
  }

  /**
   * A product of what has its two axes swapped before: with {@code transpose_a} on top of that, or
   * a matrix times it, swapped again.
   */
  static Optional<Node> turned(Subgraph graph, Node root) {
    if (root.is("MatMul") && new Attributes(root).flag("transpose_a")) {
      return swapped(graph, root.input(0))
          .map(x -> product(root, x, root.input(1), new Attributes(root).flag("transpose_b")));
    }
    return swapped(graph, Edge.of(root.name()))
        .flatMap(product -> graph.own(product, "MatMul"))
        .filter(product -> graph.isConstant(product.input(0)))
        .flatMap(product -> straight(graph, root, product));
  }

  /** {@code (a b)' = b' a'}, if that leaves b as it is. */
  private static Optional<Node> straight(Subgraph graph, Node root, Node product) {
    Attributes a = new Attributes(product);
    boolean first = !a.flag("transpose_a");
    if (a.flag("transpose_b")) {
      return Optional.of(product(root, product.input(1), product.input(0), first));
    }
    return swapped(graph, product.input(1)).map(x -> product(root, x, product.input(0), first));
  }

  private static Node product(Node root, Edge x, Edge kernel, boolean turned) {
    return new Node(
        root.name(),
        "MatMul",
        List.of(x, kernel),
        Map.of("transpose_b", AttrValue.newBuilder().setB(turned).build()));
  }

  /** What a node swaps both axes of. */
  private static Optional<Edge> swapped(Subgraph graph, Edge edge) {
    return graph
        .flow(edge, "Transpose")
        .filter(node -> graph.holds(node.input(1), 1, 0))
        .map(node -> node.input(0));
  }
}
