package org.graft.source.tensorflow;

import static org.graft.source.tensorflow.Term.any;
import static org.graft.source.tensorflow.Term.constant;
import static org.graft.source.tensorflow.Term.either;
import static org.graft.source.tensorflow.Term.flow;
import static org.graft.source.tensorflow.Term.folded;
import static org.graft.source.tensorflow.Term.node;
import static org.graft.source.tensorflow.Term.number;
import static org.graft.source.tensorflow.Term.scalar;
import static org.graft.source.tensorflow.Term.withConstant;

/** Normalisations that are written in elementary operations. */
final class NormalizationPatterns {
  private static final Term X = any("x");

  /**
   * {@code x * factor + (beta - mean * factor)} with constants, as {@code
   * tf.nn.batch_normalization} computes it: inputs x, mean, variance, epsilon, gamma, beta, where
   * what is missing is x itself.
   */
  static final Subgraph.Rewrite BATCH_NORM =
      withConstant(
              "AddV2|Add",
              withConstant("Mul", X, factor(any("variance"))),
              folded("Sub", any("beta"), either("Mul", any("mean"), any("factor")))
                  .or(either("Mul", folded("Neg", any("mean")), any("factor"))))
          .to(Patterns.BATCH_NORM, "x", "mean", "variance", "epsilon", "gamma", "beta");

  private static final Term VARIANCE =
      flow("Mean", flow("SquaredDifference", X, any("mean")), any("variance axes"));

  private static final Term MOVED_MEAN =
      either("Mul", flow("Neg", flow("Mean", X, any("mean axes")).as("mean")), any("factor"));

  /**
   * The same with the mean and variance of x's own last axis: inputs x, epsilon, gamma, beta, axis
   * of the mean, axis of the variance.
   */
  static final Subgraph.Rewrite LAYER_NORM =
      flow(
              "AddV2|Add",
              flow("Mul", X, factor(VARIANCE)),
              flow("AddV2|Add", MOVED_MEAN, constant("beta")).or(MOVED_MEAN))
          .to(Patterns.LAYER_NORM, "x", "epsilon", "gamma", "beta", "mean axes", "variance axes");

  /**
   * The same of maps whose channels are parted into groups, and joined again: the inputs of the
   * layer that was found between, the shape before and the shape behind.
   */
  static final Subgraph.Rewrite GROUP_NORM =
      flow(
              "Reshape",
              flow(
                      Patterns.LAYER_NORM,
                      flow("Reshape", X, any("parted")).as("groups"),
                      any("epsilon"),
                      any("groups").or(any("gamma")),
                      any("groups").or(any("beta")),
                      any("mean axes"),
                      any("variance axes"))
                  .alone(),
              any("joined"))
          .to(
              Patterns.GROUP_NORM,
              "x",
              "epsilon",
              "gamma",
              "beta",
              "mean axes",
              "variance axes",
              "parted",
              "joined");

  /** {@code (x - mean) / max(sqrt(variance), 1e-7)} with constants: inputs x, mean, variance. */
  static final Subgraph.Rewrite NORMALIZE =
      flow(
              "RealDiv",
              flow("Sub", X, constant("mean")),
              folded("Maximum", folded("Sqrt", any("variance")), number(1e-7)))
          .to(Patterns.NORMALIZE, "x", "mean", "variance");

  private NormalizationPatterns() {}

  /** {@code rsqrt(variance + epsilon)}, times gamma or not. */
  private static Term factor(Term variance) {
    Term root = node("Rsqrt", node("AddV2|Add", variance, scalar("epsilon")));
    return node("Mul", root, any("gamma")).or(root).as("factor");
  }
}
