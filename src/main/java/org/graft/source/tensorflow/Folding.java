package org.graft.source.tensorflow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What constant nodes compute: each value rounded to float32, as TensorFlow does. */
final class Folding {
  private static final int DEEPEST = 100;

  /** Values that are computed from constants, in all: so many, and so many for each stored one. */
  private static final long MOST_COMPUTED = 1L << 23;

  private static final int MOST_FOR_EACH = 8;

  /** Values of a computed constant that is kept: more often wanted are the small ones. */
  private static final int MOST_KEPT = 1 << 16;

  private static final Set<String> RESHAPES = Set.of("Reshape", "Squeeze", "ExpandDims", "Cast");

  private static final Map<String, DoubleUnaryOperator> UNARY =
      Map.of(
          "Sqrt", Math::sqrt,
          "Rsqrt", x -> 1 / Math.sqrt(x),
          "Neg", x -> -x,
          "Square", x -> x * x,
          "Reciprocal", x -> 1 / x);

  private static final Map<String, DoubleBinaryOperator> BINARY =
      Map.of(
          "Add", Double::sum,
          "AddV2", Double::sum,
          "Sub", (a, b) -> a - b,
          "Mul", (a, b) -> a * b,
          "RealDiv", (a, b) -> a / b,
          "Maximum", Math::max,
          "Minimum", Math::min);

  private final Subgraph graph;
  private final Map<String, Literal> known = new HashMap<>();
  private int depth;
  private long computed;

  Folding(Subgraph graph) {
    this.graph = graph;
  }

  /** Whether a node of constants is itself one. */
  static boolean folds(Node node) {
    return RESHAPES.contains(node.op())
        || UNARY.containsKey(node.op())
        || BINARY.containsKey(node.op());
  }

  static Set<String> operations() {
    Set<String> operations = new HashSet<>(RESHAPES);
    operations.addAll(UNARY.keySet());
    operations.addAll(BINARY.keySet());
    return operations;
  }

  static boolean reshapes(Node node) {
    return node != null && RESHAPES.contains(node.op());
  }

  Literal of(Edge edge) {
    Literal stored = graph.literal(edge).orElse(known.get(edge.node()));
    if (stored != null) {
      return stored;
    }
    Node node = graph.node(edge);
    if (++depth > DEEPEST) {
      throw Refusal.of(node, "is computed from more than " + DEEPEST + " constants");
    }
    Literal value = computed(node);
    known.put(edge.node(), value);
    if (--depth == 0) {
      known.values().removeIf(literal -> literal.size() > MOST_KEPT);
    }
    return value;
  }

  private void requireFew(Node node, int values) {
    computed += values;
    long most = MOST_COMPUTED + MOST_FOR_EACH * graph.stored();
    if (computed > most) {
      throw Refusal.of(node, "needs more than " + most + " values to be computed from constants");
    }
  }

  private Literal computed(Node node) {
    Literal first = of(node.input(0));
    if (reshapes(node)) {
      return first.shaped(first.size());
    }
    if (UNARY.containsKey(node.op())) {
      DoubleUnaryOperator operator = UNARY.get(node.op());
      requireFew(node, first.size());
      float[] values = first.floats();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) operator.applyAsDouble(values[i]);
      }
      return Literal.of(node.name(), values, first.shape());
    }
    return joined(node, first, of(node.input(1)));
  }

  private Literal joined(Node node, Literal first, Literal second) {
    requireFew(node, Math.max(first.size(), second.size()));
    DoubleBinaryOperator operator = BINARY.get(node.op());
    float[] a = first.floats();
    float[] b = second.floats();
    if (a.length != b.length && a.length != 1 && b.length != 1) {
      throw Refusal.of(node, "joins constants " + first + " and " + second);
    }
    float[] values = new float[Math.max(a.length, b.length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) operator.applyAsDouble(a[i % a.length], b[i % b.length]);
    }
    return Literal.of(node.name(), values, a.length >= b.length ? first.shape() : second.shape());
  }
}
