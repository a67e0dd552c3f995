package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.framework.AttrValue;

/**
 * Attention in several heads, as Keras 2 and 3 write it: three projections, products of queries and
 * keys, a softmax, sums of values, one more projection.
 */
final class AttentionPatterns {
  /**
   * Inputs: what queries, values and keys are made of, the scale, then of query, value, key and
   * output the kernel and what tells its heads (a shape, or the kernel itself), and the four biases
   * where there are some.
   */
  static final String ATTENTION = Patterns.PREFIX + "MultiHeadAttention";

  private static final String PROJECTION = "abc,cde->abde";
  private static final String JOINING = "abcd,cde->abe";
  private static final String QUERY_FIRST = "abcd,aecd->acbe";
  private static final String KEY_FIRST = "abcd,aecd->aceb";
  private static final String WEIGHING = "abcd,adbe->acbe";

  private AttentionPatterns() {}

  /**
   * A product with a kernel of several heads.
   *
   * @param heads the shape that the product is brought to, or the kernel that has these axes
   * @param bias {@code null} without
   */
  private record Projection(Edge input, Edge kernel, Edge heads, @Nullable Edge bias) {
    Projection plus(@Nullable Edge added) {
      return new Projection(input, kernel, heads, added);
    }
  }

  /** Queries and keys, and what their products are multiplied with. */
  private record Scores(Projection query, Projection key, Edge scale) {}

  static Optional<Node> attention(Subgraph graph, Node root) {
    boolean bias = root.is("BiasAdd", "AddV2", "Add");
    Optional<Node> product =
        bias
            ? graph
                .flowAndConstant(root)
                .flatMap(pair -> graph.own(pair.get(0), productsAnd("Einsum")))
            : Optional.of(root).filter(node -> node.is(productsAnd("Einsum")));
    Edge added =
        bias
            ? product.flatMap(p -> graph.flowAndConstant(root)).map(p -> p.get(1)).orElse(null)
            : null;
    return product
        .flatMap(node -> joining(graph, node))
        .map(output -> output.plus(added))
        .flatMap(output -> attention(graph, root, output));
  }

  private static String[] productsAnd(String op) {
    List<String> all = new ArrayList<>(List.of(Contraction.PRODUCTS));
    all.add(op);
    return all.toArray(String[]::new);
  }

  private static Optional<Node> attention(Subgraph graph, Node root, Projection output) {
    Optional<Contraction> weighed =
        Contraction.of(graph, output.input()).filter(c -> c.equation().equals(WEIGHING));
    Optional<Projection> value = weighed.flatMap(c -> projection(graph, c.second()));
    Optional<Scores> scores =
        weighed
            .flatMap(c -> graph.own(c.first(), "Softmax"))
            .flatMap(softmax -> scores(graph, softmax.input(0)));
    return value.isPresent() && scores.isPresent()
        ? made(
            root,
            List.of(scores.get().query(), value.get(), scores.get().key(), output),
            scores.get().scale())
        : Optional.empty();
  }

  /** All four, or none of them, have a bias. */
  private static Optional<Node> made(Node root, List<Projection> parts, Edge scale) {
    List<Edge> inputs = new ArrayList<>();
    parts.subList(0, 3).forEach(part -> inputs.add(part.input()));
    inputs.add(scale);
    for (Projection part : parts) {
      inputs.add(part.kernel());
      inputs.add(part.heads());
    }
    Map<String, AttrValue> attributes = new HashMap<>();
    long biases = parts.stream().filter(part -> part.bias() != null).count();
    if (biases == parts.size()) {
      parts.forEach(part -> inputs.add(part.bias()));
      attributes.put(Patterns.BIAS, AttrValue.newBuilder().setB(true).build());
    }
    return biases == 0 || biases == parts.size()
        ? Optional.of(new Node(root.name(), ATTENTION, inputs, attributes))
        : Optional.empty();
  }

  /** Products of queries and keys, scaled as such or by their queries. */
  private static Optional<Scores> scores(Subgraph graph, Edge edge) {
    Optional<List<Edge>> scaled = graph.own(edge, "Mul").flatMap(graph::flowAndConstant);
    Optional<Contraction> product =
        Contraction.of(graph, scaled.map(s -> s.get(0)).orElse(edge))
            .filter(c -> List.of(QUERY_FIRST, KEY_FIRST).contains(c.equation()));
    return product.flatMap(
        found -> {
          boolean first = found.equation().equals(QUERY_FIRST);
          Edge query = first ? found.first() : found.second();
          Optional<List<Edge>> before =
              scaled.isPresent()
                  ? Optional.empty()
                  : graph.own(query, "Mul").flatMap(graph::flowAndConstant);
          Optional<Edge> scale = scaled.or(() -> before).map(s -> s.get(1));
          Optional<Projection> queries = projection(graph, before.map(s -> s.get(0)).orElse(query));
          Optional<Projection> keys = projection(graph, first ? found.second() : found.first());
          return scale.isPresent() && queries.isPresent() && keys.isPresent()
              ? Optional.of(new Scores(queries.get(), keys.get(), scale.get()))
              : Optional.empty();
        });
  }

  private static Optional<Projection> projection(Subgraph graph, Edge edge) {
    Optional<List<Edge>> sum = graph.own(edge, "AddV2", "Add").flatMap(graph::flowAndConstant);
    Edge product = sum.map(s -> s.get(0)).orElse(edge);
    Edge bias = sum.map(s -> s.get(1)).orElse(null);
    return graph
        .own(product, "Einsum", "Reshape")
        .flatMap(node -> node.is("Einsum") ? whole(graph, node, PROJECTION) : parted(graph, node))
        .map(found -> found.plus(bias));
  }

  /** A product of rows, whose columns are then parted into heads. */
  private static Optional<Projection> parted(Subgraph graph, Node reshape) {
    return graph
        .own(reshape.input(0), Contraction.PRODUCTS)
        .filter(node -> isStraight(graph, node))
        .map(node -> new Projection(node.input(0), node.input(1), reshape.input(1), null));
  }

  /** The projection of what all heads give: of one row, or of each head's own. */
  private static Optional<Projection> joining(Subgraph graph, Node product) {
    if (product.is("Einsum")) {
      return whole(graph, product, JOINING);
    }
    return Optional.of(product)
        .filter(node -> isStraight(graph, node))
        .flatMap(node -> graph.own(node.input(0), "Reshape"))
        .map(rows -> new Projection(rows.input(0), product.input(1), rows.input(1), null));
  }

  private static Optional<Projection> whole(Subgraph graph, Node einsum, String equation) {
    return Contraction.equation(einsum).equals(equation) && graph.isConstant(einsum.input(1))
        ? Optional.of(new Projection(einsum.input(0), einsum.input(1), einsum.input(1), null))
        : Optional.empty();
  }

  private static boolean isStraight(Subgraph graph, Node product) {
    Attributes a = new Attributes(product);
    return graph.isConstant(product.input(1)) && !a.flag("adj_x") && !a.flag("adj_y");
  }
}
