package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Activation;
import org.graft.source.tensorflow.kernel.Array;
import org.tensorflow.framework.AttrValue;

/**
 * Functions of one value that a graph writes as a choice between what holds here and what holds
 * there, {@code SelectV2(x > 0, x, 0.3 * x)} say. They are known by what they give, not by how they
 * are written.
 */
final class ChoicePatterns {
  /** Exponential below 0, at most {@link #PARAMETER} from it. */
  static final String ELU = Patterns.PREFIX + "Elu";

  /** Straight on both sides of {@link #THRESHOLD}: slope {@link #PARAMETER} below it. */
  static final String RECTIFY = Patterns.PREFIX + "Rectify";

  static final String PARAMETER = "graft:parameter";
  static final String THRESHOLD = "graft:threshold";

  private static final Set<String> COMPARISONS =
      Set.of("Greater", "GreaterEqual", "Less", "LessEqual");

  /** What computes each value from the values in its place. */
  private static final Set<String> BY_VALUE =
      Set.of(
          "Abs",
          "Add",
          "AddV2",
          "Div",
          "Elu",
          "Exp",
          "Expm1",
          "Greater",
          "GreaterEqual",
          "Less",
          "LessEqual",
          "LogicalAnd",
          "LogicalNot",
          "LogicalOr",
          "Maximum",
          "Minimum",
          "Mul",
          "Neg",
          "OnesLike",
          "Pow",
          "RealDiv",
          "Relu",
          "Select",
          "SelectV2",
          "Sign",
          "Square",
          "Sub",
          "ZerosLike");

  private static final int MOST_NODES = 24;

  /** Where -1 of {@code exp(x) - 1} is all that float32 keeps. */
  private static final float FAR = -40;

  private static final float STEP = 1 / 16f;
  private static final int REACH = 320;
  private static final float NEAR = 1e-3f;
  private static final double MOST = 1e-6;

  private ChoicePatterns() {}

  /**
   * Of what a choice decides.
   *
   * @param x the value, or that of which the magnitude is compared
   */
  private record Condition(Edge x, float bound) {}

  /** The function that a choice computes of what it compares. */
  static Optional<Node> function(Subgraph graph, Node root) {
    return condition(graph, root)
        .flatMap(c -> sampled(graph, c.x(), Edge.of(root.name())).flatMap(f -> named(root, c, f)));
  }

  private static Optional<Condition> condition(Subgraph graph, Node root) {
    return graph
        .flow(root.input(0), COMPARISONS.toArray(String[]::new))
        .flatMap(graph::flowAndConstant)
        .flatMap(
            pair ->
                graph
                    .scalar(pair.get(1))
                    .map(bound -> new Condition(measured(graph, pair.get(0)), bound)));
  }

  private static Edge measured(Subgraph graph, Edge compared) {
    return graph.flow(compared, "Abs").map(abs -> abs.input(0)).orElse(compared);
  }

  /**
   * A function at its samples.
   *
   * @param at sixteenths of -20..20, places about the constants, and one far below
   */
  private record Sampled(float[] at, float[] values) {
    float far() {
      return values[values.length - 1];
    }

    float of(float x) {
      return values[Math.round((x - at[0]) / STEP)];
    }

    boolean is(DoubleUnaryOperator function) {
      for (int i = 0; i < at.length; i++) {
        double expected = function.applyAsDouble(at[i]);
        if (!(Math.abs(values[i] - expected) <= MOST * Math.max(1, Math.abs(expected)))) {
          return false;
        }
      }
      return true;
    }
  }

  /** What comes out for each sample, if nothing but x and single numbers goes in. */
  private static Optional<Sampled> sampled(Subgraph graph, Edge x, Edge end) {
    List<Node> nodes = graph.between(Set.of(x), end);
    if (nodes.size() > MOST_NODES || !nodes.stream().allMatch(node -> isByValue(graph, node, x))) {
      return Optional.empty();
    }
    float[] at = samples(graph, nodes);
    Map<Edge, Array> known = new HashMap<>(Map.of(x, Array.of(at, at.length)));
    try {
      for (Node node : nodes) {
        List<Array> inputs = new ArrayList<>();
        for (Edge edge : node.inputs()) {
          inputs.add(graph.isConstant(edge) ? graph.folded(edge).array() : known.get(edge));
        }
        known.put(Edge.of(node.name()), Folding.run(node, inputs).get(0));
      }
    } catch (UnsupportedModelException e) {
      return Optional.empty();
    }
    Array found = known.get(end);
    return found.isFloat() && found.size() == at.length
        ? Optional.of(new Sampled(at, found.values()))
        : Optional.empty();
  }

  private static boolean isByValue(Subgraph graph, Node node, Edge x) {
    return BY_VALUE.contains(node.op())
        && node.inputs().stream()
            .allMatch(
                edge ->
                    edge.equals(x)
                        || (edge.output() == 0
                            && (!graph.isConstant(edge) || graph.scalar(edge).isPresent())));
  }

  private static float[] samples(Subgraph graph, List<Node> nodes) {
    List<Float> at = new ArrayList<>();
    for (int i = -REACH; i <= REACH; i++) {
      at.add(i * STEP);
    }
    for (Node node : nodes) {
      for (Edge edge : node.inputs()) {
        graph
            .scalar(edge)
            .ifPresent(c -> at.addAll(List.of(c, c - NEAR, c + NEAR, -c, -c - NEAR, -c + NEAR)));
      }
    }
    at.add(FAR);
    float[] samples = new float[at.size()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = at.get(i);
    }
    return samples;
  }

  private static Optional<Node> named(Node root, Condition condition, Sampled f) {
    Edge x = condition.x();
    float bound = condition.bound();
    if (f.is(ChoicePatterns::softShrink)) {
      return Optional.of(ActivationPatterns.made(root, Activation.SOFT_SHRINK, x));
    }
    if (f.is(ChoicePatterns::sparsePlus)) {
      return Optional.of(ActivationPatterns.made(root, Activation.SPARSE_PLUS, x));
    }
    float alpha = -f.far();
    if (f.is(v -> v > 0 ? v : alpha * Math.expm1(v))) {
      return Optional.of(made(root, ELU, x, alpha, 0));
    }
    float slope = f.of(-2) - f.of(-3);
    return f.is(v -> v > bound ? v : slope * (v - bound))
        ? Optional.of(made(root, RECTIFY, x, slope, bound))
        : Optional.empty();
  }

  private static Node made(Node root, String op, Edge x, float parameter, float threshold) {
    return new Node(
        root.name(),
        op,
        List.of(x),
        Map.of(
            PARAMETER,
            AttrValue.newBuilder().setF(parameter).build(),
            THRESHOLD,
            AttrValue.newBuilder().setF(threshold).build()));
  }

  private static double softShrink(double x) {
    return Math.signum(x) * Math.max(0, Math.abs(x) - 0.5);
  }

  private static double sparsePlus(double x) {
    return x <= -1 ? 0 : x >= 1 ? x : (x + 1) * (x + 1) / 4;
  }
}
