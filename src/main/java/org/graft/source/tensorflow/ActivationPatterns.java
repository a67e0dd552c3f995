package org.graft.source.tensorflow;

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

  /** {@code x * sigmoid(x)}, or with {@code 1 * x} within. */
  static Optional<Node> silu(Subgraph graph, Node root) {
    for (int i = 0; i < 2; i++) {
      Edge x = root.input(i);
      Optional<Node> sigmoid = graph.flow(root.input(1 - i), "Sigmoid");
      if (sigmoid.isPresent()
          && (sigmoid.get().input(0).equals(x) || isTimes(graph, sigmoid.get().input(0), x, 1))) {
        return Optional.of(made(root, Activation.SILU, x));
      }
    }
    return Optional.empty();
  }

  /** {@code relu6(x + 3) / 6}, all of it in one layer. */
  static Optional<Node> hardSigmoid(Subgraph graph, Node root) {
    boolean sixth =
        (root.is("RealDiv") && graph.is(root.input(1), 6))
            || (root.is("Mul") && graph.is(root.input(1), 1 / 6.0));
    return sixth
        ? graph
            .flow(root.input(0), "Relu6")
            .filter(relu -> Scopes.same(relu, root))
            .flatMap(relu -> graph.flow(relu.input(0), "AddV2", "Add"))
            .filter(sum -> Scopes.same(sum, root) && graph.is(sum.input(1), 3))
            .map(sum -> made(root, Activation.HARD_SIGMOID, sum.input(0)))
        : Optional.empty();
  }

  /** {@code x * hard_sigmoid(x)}. */
  static Optional<Node> hardSilu(Subgraph graph, Node root) {
    String sigmoid = Patterns.ACTIVATION + Activation.HARD_SIGMOID;
    for (int i = 0; i < 2; i++) {
      Edge x = root.input(i);
      Optional<Node> found =
          graph
              .flow(root.input(1 - i), sigmoid)
              .filter(s -> s.input(0).equals(x) && Scopes.same(s, root));
      if (found.isPresent()) {
        return Optional.of(made(root, Activation.HARD_SILU, x));
      }
    }
    return Optional.empty();
  }

  /** {@code 0.5 x erfc(-x sqrt(1/2))}, as {@code tf.nn.gelu} computes it. */
  static Optional<Node> gelu(Subgraph graph, Node root) {
    return half(graph, root, "Erfc")
        .flatMap(
            pair ->
                graph
                    .flow(pair.function().input(0), "Mul")
                    .filter(product -> graph.is(product.input(1), Math.sqrt(0.5)))
                    .flatMap(product -> graph.flow(product.input(0), "Neg"))
                    .filter(minus -> minus.input(0).equals(pair.x()))
                    .map(minus -> made(root, Activation.GELU, pair.x())));
  }

  /** {@code 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))}. */
  static Optional<Node> geluByTanh(Subgraph graph, Node root) {
    return half(graph, root, "AddV2")
        .filter(pair -> graph.is(pair.function().input(0), 1))
        .filter(
            pair ->
                graph
                    .flow(pair.function().input(1), "Tanh")
                    .filter(tanh -> isCubic(graph, tanh.input(0), pair.x()))
                    .isPresent())
        .map(pair -> made(root, Activation.GELU_TANH, pair.x()));
  }

  /** {@code sqrt(2/pi) (x + 0.044715 x^3)}. */
  private static boolean isCubic(Subgraph graph, Edge edge, Edge x) {
    return graph
        .flow(edge, "Mul")
        .filter(product -> graph.is(product.input(0), Math.sqrt(2 / Math.PI)))
        .flatMap(product -> graph.flow(product.input(1), "AddV2"))
        .filter(sum -> sum.input(0).equals(x))
        .flatMap(sum -> graph.flow(sum.input(1), "Mul"))
        .filter(term -> graph.is(term.input(0), 0.044715))
        .flatMap(term -> graph.flow(term.input(1), "Pow"))
        .filter(power -> power.input(0).equals(x) && graph.is(power.input(1), 3))
        .isPresent();
  }

  /** The two factors of {@code (0.5 x) * function(...)}. */
  private record Half(Edge x, Node function) {}

  private static Optional<Half> half(Subgraph graph, Node root, String function) {
    return graph
        .flow(root.input(0), "Mul")
        .filter(half -> graph.is(half.input(0), 0.5))
        .flatMap(half -> graph.flow(root.input(1), function).map(f -> new Half(half.input(1), f)));
  }

  private static boolean isTimes(Subgraph graph, Edge product, Edge x, double factor) {
    return graph
        .flow(product, "Mul")
        .flatMap(graph::flowAndConstant)
        .filter(pair -> pair.get(0).equals(x) && graph.is(pair.get(1), factor))
        .isPresent();
  }
}
