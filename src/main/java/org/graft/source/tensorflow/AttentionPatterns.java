package org.graft.source.tensorflow;

import static org.graft.source.tensorflow.Term.any;
import static org.graft.source.tensorflow.Term.constant;
import static org.graft.source.tensorflow.Term.flow;
import static org.graft.source.tensorflow.Term.withConstant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** Names of the projections, in the order of the inputs. */
  private static final List<String> PARTS = List.of("query", "value", "key", "output");

  /** Products of queries and keys, scaled as such or by their queries. */
  private static final Term SCORES =
      scaled(compared(projection("query"))).or(compared(scaled(projection("query"))));

  private static final Term WEIGHED =
      product("abcd,adbe->acbe", flow("Softmax", SCORES).alone(), projection("value"));

  /** The projection of what all heads give: of each head's own, or of one row. */
  private static final Term OUTPUT =
      einsum("abcd,cde->abe", WEIGHED, constant("output kernel"))
          .or(rows(flow("Reshape", WEIGHED, any("output heads")).alone(), "output"));

  static final Subgraph.Rewrite REWRITE =
      OUTPUT
          .or(withConstant("BiasAdd|AddV2|Add", OUTPUT.alone(), any("output bias")))
          .to(AttentionPatterns::made);

  private AttentionPatterns() {}

  /** All four, or none of them, have a bias. */
  private static Optional<Node> made(Match match) {
    List<String> names = new ArrayList<>(PARTS.subList(0, 3));
    names.add("scale");
    for (String part : PARTS) {
      String kernel = part + " kernel";
      names.add(kernel);
      names.add(match.named().containsKey(part + " heads") ? part + " heads" : kernel);
    }
    List<String> biases =
        PARTS.stream().map(part -> part + " bias").filter(match.named()::containsKey).toList();
    names.addAll(biases);
    Node made = match.made(ATTENTION, names.toArray(String[]::new));
    return biases.isEmpty()
        ? Optional.of(made)
        : Optional.of(made.marked(Patterns.BIAS)).filter(m -> biases.size() == PARTS.size());
  }

  private static Term scaled(Term term) {
    return withConstant("Mul", term, any("scale")).alone();
  }

  private static Term compared(Term queries) {
    Term keys = projection("key");
    return product("abcd,aecd->acbe", queries, keys).or(product("abcd,aecd->aceb", keys, queries));
  }

  /** A product with a kernel of several heads, or of rows whose columns are then parted. */
  private static Term projection(String part) {
    Term product =
        einsum("abc,cde->abde", any(part), constant(part + " kernel"))
            .or(flow("Reshape", rows(any(part), part).alone(), any(part + " heads")))
            .alone();
    return withConstant("AddV2|Add", product, any(part + " bias")).alone().or(product);
  }

  private static Term rows(Term term, String part) {
    return flow(String.join("|", Contraction.PRODUCTS), term, constant(part + " kernel"))
        .where(Contraction::isStraight);
  }

  private static Term einsum(String equation, Term... parts) {
    return flow("Einsum", parts).where(node -> Contraction.equation(node).equals(equation));
  }

  /** A product of two arrays that both depend on the image. */
  private static Term product(String equation, Term first, Term second) {
    return (match, edge) ->
        Contraction.of(match.graph(), edge)
            .filter(found -> found.equation().equals(equation))
            .flatMap(found -> match.all(List.of(found.first(), found.second()), first, second));
  }
}
