package org.graft.source.tensorflow;

import static org.graft.source.tensorflow.Term.either;
import static org.graft.source.tensorflow.Term.flow;
import static org.graft.source.tensorflow.Term.number;
import static org.graft.source.tensorflow.Term.withConstant;

import java.util.Map;
import java.util.Optional;
import org.graft.plan.Activation;

/** Activations, as operations and as what several operations compute. */
final class ActivationPatterns {
  static final Map<String, Activation> OPERATIONS =
      Map.ofEntries(
          Map.entry("Relu", Activation.RELU),
          Map.entry("Relu6", Activation.RELU6),
          Map.entry("Sigmoid", Activation.SIGMOID),
          Map.entry("Tanh", Activation.TANH),
          Map.entry("Softmax", Activation.SOFTMAX),
          Map.entry("Elu", Activation.ELU),
          Map.entry("Selu", Activation.SELU),
          Map.entry("Softplus", Activation.SOFTPLUS),
          Map.entry("Softsign", Activation.SOFTSIGN),
          Map.entry("Exp", Activation.EXPONENTIAL),
          Map.entry("Log", Activation.LOG),
          Map.entry("Square", Activation.SQUARE),
          Map.entry("Sqrt", Activation.SQRT),
          Map.entry("Rsqrt", Activation.INVERSE_SQRT),
          Map.entry("Reciprocal", Activation.RECIPROCAL),
          Map.entry("Inv", Activation.RECIPROCAL),
          Map.entry("Abs", Activation.ABSOLUTE),
          Map.entry("LogSoftmax", Activation.LOG_SOFTMAX));

  private static final Term X = Term.any("x");

  /** {@code x * sigmoid(x)}, or with {@code 1 * x} within. */
  static final Subgraph.Rewrite SILU =
      either("Mul", X, flow("Sigmoid", X.or(withConstant("Mul", X, number(1)))))
          .to(Patterns.ACTIVATION + Activation.SILU, "x");

  private static final Term RELU6_OF_X_PLUS_3 =
      flow("Relu6", flow("AddV2|Add", X, number(3)).inLayer()).inLayer();

  /** {@code relu6(x + 3) / 6}, all of it in one layer. */
  static final Subgraph.Rewrite HARD_SIGMOID =
      flow("RealDiv", RELU6_OF_X_PLUS_3, number(6))
          .or(flow("Mul", RELU6_OF_X_PLUS_3, number(1 / 6.0)))
          .to(Patterns.ACTIVATION + Activation.HARD_SIGMOID, "x");

  /** {@code x * hard_sigmoid(x)}. */
  static final Subgraph.Rewrite HARD_SILU =
      either("Mul", X, flow(Patterns.ACTIVATION + Activation.HARD_SIGMOID, X).inLayer())
          .to(Patterns.ACTIVATION + Activation.HARD_SILU, "x");

  private static final Term HALF_X = flow("Mul", number(0.5), X);

  /** {@code 0.5 x erfc(-x sqrt(1/2))}, as {@code tf.nn.gelu} computes it. */
  static final Subgraph.Rewrite GELU =
      flow("Mul", HALF_X, flow("Erfc", flow("Mul", flow("Neg", X), number(Math.sqrt(0.5)))))
          .to(Patterns.ACTIVATION + Activation.GELU, "x");

  private static final Term CUBIC =
      flow("AddV2", X, flow("Mul", number(0.044715), flow("Pow", X, number(3))));

  /** {@code 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))}. */
  static final Subgraph.Rewrite GELU_TANH =
      flow(
              "Mul",
              HALF_X,
              flow(
                  "AddV2",
                  number(1),
                  flow("Tanh", flow("Mul", number(Math.sqrt(2 / Math.PI)), CUBIC))))
          .to(Patterns.ACTIVATION + Activation.GELU_TANH, "x");

  private ActivationPatterns() {}

  /** The activation that a node is, if it is one. */
  static Optional<Activation> function(Node node) {
    return node.op().startsWith(Patterns.ACTIVATION)
        ? Optional.of(Activation.valueOf(node.op().substring(Patterns.ACTIVATION.length())))
        : Optional.ofNullable(OPERATIONS.get(node.op()));
  }

  static Node made(Node root, Activation function, Edge input) {
    return Patterns.made(root, Patterns.ACTIVATION + function, input);
  }
}
