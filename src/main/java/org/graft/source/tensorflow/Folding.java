package org.graft.source.tensorflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.source.tensorflow.kernel.Array;
import org.graft.source.tensorflow.kernel.Call;
import org.graft.source.tensorflow.kernel.Kernels;

/** What constant nodes compute: each value rounded to float32, as TensorFlow does. */
final class Folding {
  private static final int DEEPEST = 100;

  /** Values that are computed from constants, in all: so many, and so many for each stored one. */
  private static final long MOST_COMPUTED = 1L << 23;

  private static final int MOST_FOR_EACH = 8;

  /** Values of a computed constant that is kept: more often wanted are the small ones. */
  private static final int MOST_KEPT = 1 << 16;

  private static final Set<String> RESHAPES = Set.of("Reshape", "Squeeze", "ExpandDims", "Cast");

  private final Subgraph graph;
  private final Map<Edge, Literal> known = new HashMap<>();
  private int depth;
  private long computed;

  Folding(Subgraph graph) {
    this.graph = graph;
  }

  /** Whether a node of constants is itself one. */
  static boolean folds(Node node) {
    return !node.inputs().isEmpty() && Kernels.find(node.op()).isPresent();
  }

  static boolean reshapes(Node node) {
    return node != null && RESHAPES.contains(node.op());
  }

  Literal of(Edge edge) {
    Literal stored = graph.literal(edge).orElse(known.get(edge));
    if (stored != null) {
      return stored;
    }
    Node node = graph.node(edge);
    if (++depth > DEEPEST) {
      throw node.refusal("is computed from more than " + DEEPEST + " constants");
    }
    List<Array> values = computed(node);
    for (int i = 0; i < values.size(); i++) {
      known.put(new Edge(node.name(), i), Literal.of(node.name(), values.get(i)));
    }
    if (edge.output() >= values.size()) {
      throw node.refusal("has no output " + edge.output());
    }
    Literal value = known.get(edge);
    if (--depth == 0) {
      known.values().removeIf(literal -> literal.size() > MOST_KEPT);
    }
    return value;
  }

  private void requireFew(Node node, int values) {
    computed += values;
    long most = MOST_COMPUTED + MOST_FOR_EACH * graph.stored();
    if (computed > most) {
      throw node.refusal("needs more than " + most + " values to be computed from constants");
    }
  }

  private List<Array> computed(Node node) {
    List<Array> values = run(node, node.inputs().stream().map(input -> of(input).array()).toList());
    if (!reshapes(node)) {
      values.forEach(value -> requireFew(node, value.size()));
    }
    return values;
  }

  /** What a node gives for these inputs. Refuses what does not go together, naming the node. */
  static List<Array> run(Node node, List<Array> inputs) {
    try {
      return Kernels.find(node.op())
          .orElseThrow(() -> new IllegalArgumentException("not known one by one"))
          .run(new Call(node.op(), node.attributes(), inputs));
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      throw node.refusal("cannot be computed: " + e.getMessage());
    }
  }
}
