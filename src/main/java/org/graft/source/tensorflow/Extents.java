package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.Predicate;
import org.graft.plan.Shape;

/**
 * Whole numbers that a graph computes from its maps' shapes. {@link Shape#FREE} stands for one that
 * only the image decides, and the number of images in a batch is {@link #BATCH}.
 */
final class Extents {
  /** The length of the batch axis. */
  static final long BATCH = -2;

  static final Set<String> OPERATIONS =
      Set.of(
          "Shape",
          "StridedSlice",
          "Pack",
          "Prod",
          "GatherV2",
          "ConcatV2",
          "Cast",
          "Select",
          "SelectV2");

  private static final Map<String, LongBinaryOperator> ARITHMETIC =
      Map.of(
          "Add", Math::addExact,
          "AddV2", Math::addExact,
          "Sub", Math::subtractExact,
          "Mul", Math::multiplyExact,
          "FloorMod", Math::floorMod,
          "FloorDiv", Math::floorDiv,
          "Maximum", Math::max,
          "Minimum", Math::min);

  private final Subgraph graph;
  private final Map<String, long[]> known = new LinkedHashMap<>();
  private final Map<Long, Map<String, long[]>> probes = new HashMap<>();

  Extents(Subgraph graph) {
    this.graph = graph;
  }

  /** Names of the nodes whose results are made of shapes. */
  static Set<String> nodes(Subgraph graph) {
    Set<String> names = new HashSet<>();
    for (Node node : graph.nodes()) {
      boolean whole =
          node.inputs().stream().anyMatch(edge -> names.contains(edge.node()))
              && isMade(node, edge -> names.contains(edge.node()) || isWhole(graph, edge), graph);
      if (node.is("Shape") || whole) {
        names.add(node.name());
      }
    }
    return names;
  }

  private static boolean isWhole(Subgraph graph, Edge edge) {
    return graph.isConstant(edge) && graph.folded(edge).isWhole();
  }

  /**
   * Takes a node whose result is made of shapes, and says whether it is one.
   *
   * @param shape the shape of what a {@code Shape} node reads, without the batch axis
   */
  boolean take(Node node, Optional<Shape> shape) {
    if (node.is("Shape")) {
      shape.ifPresent(s -> known.put(node.name(), batched(s)));
      return shape.isPresent();
    }
    if (!isMade(node)) {
      return false;
    }
    try {
      known.put(node.name(), value(node, this::of));
    } catch (ArithmeticException e) {
      throw node.refusal("cannot be computed of shapes: " + e.getMessage());
    }
    return true;
  }

  private boolean isMade(Node node) {
    return isMade(node, this::isWhole, graph);
  }

  /** Whether a node computes with numbers alone; what a choice goes by may be constant. */
  private static boolean isMade(Node node, Predicate<Edge> isWhole, Subgraph graph) {
    boolean chooses = node.is("Select", "SelectV2");
    List<Edge> inputs = node.inputs();
    return (OPERATIONS.contains(node.op()) || ARITHMETIC.containsKey(node.op()))
        && !inputs.isEmpty()
        && inputs.stream().skip(chooses ? 1 : 0).allMatch(isWhole)
        && (!chooses || graph.isConstant(inputs.get(0)) || isWhole.test(inputs.get(0)));
  }

  private long[] value(Node node, Function<Edge, long[]> of) {
    LongBinaryOperator arithmetic = ARITHMETIC.get(node.op());
    if (arithmetic != null) {
      return joined(node, of, arithmetic);
    }
    if (node.is("Select", "SelectV2")) {
      return chosen(node, of);
    }
    List<long[]> inputs = node.inputs().stream().map(of).toList();
    return switch (node.op()) {
      case "StridedSlice" -> slice(node, inputs.get(0), of);
      case "Pack" -> joined(node, inputs);
      case "ConcatV2" -> joined(node, inputs.subList(0, inputs.size() - 1));
      case "Prod" -> new long[] {product(inputs.get(0))};
      case "GatherV2" -> gathered(node, inputs.get(0), inputs.get(1));
      default -> inputs.get(0);
    };
  }

  /** A number that is made of shapes and less than 0 is not known; a constant is what it is. */
  private long[] joined(Node node, Function<Edge, long[]> of, LongBinaryOperator operator) {
    long[] a = of.apply(node.input(0));
    long[] b = of.apply(node.input(1));
    long[] joined = new long[length(node, a, b)];
    boolean first = known.containsKey(node.input(0).node());
    boolean second = known.containsKey(node.input(1).node());
    for (int i = 0; i < joined.length; i++) {
      long one = a[i % a.length];
      long other = b[i % b.length];
      boolean unknown = (first && one < 0) || (second && other < 0);
      joined[i] = unknown ? Shape.FREE : operator.applyAsLong(one, other);
    }
    return joined;
  }

  private long[] chosen(Node node, Function<Edge, long[]> of) {
    Edge by = node.input(0);
    long[] condition = graph.isConstant(by) ? graph.folded(by).array().numbers() : of.apply(by);
    long[] yes = of.apply(node.input(1));
    long[] no = of.apply(node.input(2));
    long[] chosen = new long[Math.max(length(node, yes, no), length(node, condition, yes))];
    for (int i = 0; i < chosen.length; i++) {
      long which = condition[i % condition.length];
      long one = yes[i % yes.length];
      long other = no[i % no.length];
      chosen[i] = which < 0 && one != other ? Shape.FREE : which == 0 ? other : one;
    }
    return chosen;
  }

  private static int length(Node node, long[] a, long[] b) {
    if ((a.length != b.length && a.length != 1 && b.length != 1) || a.length * b.length == 0) {
      throw node.refusal("joins " + a.length + " and " + b.length + " numbers of shapes");
    }
    return Math.max(a.length, b.length);
  }

  /** Number of axes of what is behind an edge. */
  int rank(Edge edge) {
    if (!known.containsKey(edge.node())) {
      return graph.folded(edge).shape().length;
    }
    Node node = graph.node(edge);
    return switch (node.op()) {
      case "Shape", "ConcatV2" -> 1;
      case "Prod" -> 0;
      case "Pack" -> 1 + rank(node.input(0));
      case "GatherV2" -> rank(node.input(0)) - 1 + rank(node.input(1));
      case "Cast" -> rank(node.input(0));
      case "StridedSlice" ->
          (int)
              spans(node, rank(node.input(0)), this::of).stream()
                  .filter(span -> span.fate() != Slicing.Fate.DROPPED)
                  .count();
      default -> node.inputs().stream().mapToInt(this::rank).max().orElse(0);
    };
  }

  private static List<Slicing.Span> spans(Node node, int rank, Function<Edge, long[]> of) {
    return Slicing.spans(
        node, of.apply(node.input(1)), of.apply(node.input(2)), of.apply(node.input(3)), rank);
  }

  /** The numbers behind an edge, which must be constants or made of shapes. */
  long[] of(Edge edge) {
    long[] found = known.get(edge.node());
    if (found != null) {
      return found.clone();
    }
    if (!graph.isConstant(edge)) {
      throw graph
          .node(edge)
          .refusal("gives numbers that depend on the image, where a shape is expected");
    }
    return graph.folded(edge).integers();
  }

  /** The same if every axis that only the image decides were of this length. */
  long[] probed(Edge edge, long free) {
    Map<String, long[]> numbers = probes.computeIfAbsent(free, f -> new HashMap<>());
    known.forEach(
        (name, found) -> {
          if (!numbers.containsKey(name)) {
            numbers.put(name, probed(graph.node(Edge.of(name)), found, free, numbers));
          }
        });
    return numbers.getOrDefault(edge.node(), of(edge));
  }

  private long[] probed(Node node, long[] found, long free, Map<String, long[]> numbers) {
    return isMade(node)
        ? value(node, input -> numbers.getOrDefault(input.node(), of(input)))
        : Arrays.stream(found).map(n -> n == Shape.FREE ? free : n).toArray();
  }

  /** All results made of shapes, by node. */
  Map<String, long[]> made() {
    return known;
  }

  private boolean isWhole(Edge edge) {
    return known.containsKey(edge.node()) || isWhole(graph, edge);
  }

  static long[] batched(Shape shape) {
    return Arrays.stream(shape.batched((int) BATCH)).asLongStream().toArray();
  }

  /** Of a shape, or of a constant of any number of axes. */
  private long[] slice(Node node, long[] all, Function<Edge, long[]> of) {
    int[] axes = axes(node.input(0), all.length);
    List<Slicing.Span> spans = spans(node, axes.length, of);
    int[] places = {0};
    for (Slicing.Span span : spans) {
      if (span.axis() >= 0) {
        places = spread(places, axes[span.axis()], span.places(node, axes[span.axis()]));
      }
    }
    return Arrays.stream(places).mapToLong(place -> all[place]).toArray();
  }

  /** Of a constant, of rows that were packed, or of numbers one after another. */
  private int[] axes(Edge edge, int size) {
    if (graph.isConstant(edge)) {
      return graph.folded(edge).shape();
    }
    Node node = graph.node(edge);
    int rows = node.inputs().size();
    return node.is("Pack") && size > rows ? new int[] {rows, size / rows} : new int[] {size};
  }

  /** Places in C order when an axis is added behind those that they go over. */
  private static int[] spread(int[] places, int length, int... more) {
    return Arrays.stream(places)
        .flatMap(place -> Arrays.stream(more).map(next -> place * length + next))
        .toArray();
  }

  private static long[] gathered(Node node, long[] all, long[] places) {
    long[] found = new long[places.length];
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0 || places[i] >= all.length) {
        throw node.refusal("takes axis " + places[i] + " of " + all.length);
      }
      found[i] = all[(int) places[i]];
    }
    return found;
  }

  private static long[] joined(Node node, List<long[]> parts) {
    long[] all = parts.stream().flatMapToLong(Arrays::stream).toArray();
    if (all.length > 16) {
      throw node.refusal("makes a shape of " + all.length + " axes");
    }
    return all;
  }

  private static long product(long... numbers) {
    long product = 1;
    for (long number : numbers) {
      if (number < 0) {
        return Shape.FREE;
      }
      product = Math.multiplyExact(product, number);
    }
    return product;
  }
}
