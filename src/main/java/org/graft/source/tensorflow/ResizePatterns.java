package org.graft.source.tensorflow;

import static org.graft.source.tensorflow.Term.any;
import static org.graft.source.tensorflow.Term.flow;
import static org.graft.source.tensorflow.Term.node;

import java.util.Optional;

/** What is done to whole images, written in several operations. */
final class ResizePatterns {
  /**
   * {@code ScaleAndTranslate} with both sizes that its scale is the ratio of, which moves nothing.
   */
  static final String SCALED = Patterns.PREFIX + "Resize";

  /** {@code tf.image.per_image_standardization}. */
  static final String STANDARDIZE = Patterns.PREFIX + "Standardize";

  private static final Term X = any("x");

  private static final Term NOTHING =
      (match, edge) -> Optional.of(match).filter(m -> isNothing(m.graph(), edge));

  /** {@code tf.image.resize} by a kernel: inputs x, size, size again, size of x. */
  static final Subgraph.Rewrite SCALED_BY_RATIO =
      flow(
              "ScaleAndTranslate",
              X,
              any("size"),
              flow("RealDiv", whole("new size"), whole("own size")),
              NOTHING)
          .to(ResizePatterns::scaled);

  /** The number of values behind {@code rsqrt(cast(n))}; what is there, otherwise. */
  private static final Term LEAST = flow("Rsqrt", whole("least")).or(any("least"));

  private static final Term VARIANCE =
      flow("Mean", flow("Square", flow("Sub", X, flow("Mean", X))), any("variance axes"));

  /**
   * {@code (x - mean) / max(deviation, 1 / sqrt(n))}: inputs x, the axes of both means, and n or
   * the least deviation.
   */
  static final Subgraph.Rewrite STANDARDIZED =
      flow(
              "RealDiv",
              flow("Sub", X, flow("Mean", X, any("mean axes")).as("mean")),
              flow("Maximum", flow("Sqrt", VARIANCE.as("variance")), LEAST))
          .to(ResizePatterns::standardized);

  private ResizePatterns() {}

  private static Optional<Node> standardized(Match match) {
    Node made = match.made(STANDARDIZE, "x", "mean axes", "variance axes", "least");
    boolean keeps = keeps(match.node("mean")) && keeps(match.node("variance"));
    return Optional.of(keeps ? made.marked("keep_dims") : made);
  }

  private static boolean keeps(Node mean) {
    return new Attributes(mean).flag("keep_dims");
  }

  private static Optional<Node> scaled(Match match) {
    Node made = match.made(SCALED, "x", "size", "new size", "own size");
    return Optional.of(new Node(made.name(), SCALED, made.inputs(), match.root().attributes()));
  }

  private static boolean isNothing(Subgraph graph, Edge constant) {
    if (!graph.isConstant(constant)) {
      return false;
    }
    boolean nothing = true;
    for (float value : graph.folded(constant).floats()) {
      nothing &= value == 0;
    }
    return nothing;
  }

  /** The whole number that a fraction was made of. */
  private static Term whole(String name) {
    return node("Cast", any(name)).or(any(name));
  }
}
