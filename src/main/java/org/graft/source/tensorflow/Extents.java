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
import org.graft.plan.Shape;

/**
 * Whole numbers that a graph computes from its maps' shapes. {@link Shape#FREE} stands for one that
 * only the image decides, and the number of images in a batch is {@link #BATCH}.
 */
final class Extents {
  /** The length of the batch axis. */
  static final long BATCH = -2;

  static final Set<String> OPERATIONS =
      Set.of("Shape", "StridedSlice", "Pack", "Prod", "GatherV2", "ConcatV2", "Cast");

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
      boolean computes = OPERATIONS.contains(node.op()) || ARITHMETIC.containsKey(node.op());
      boolean whole =
          computes
              && !node.inputs().isEmpty()
              && node.inputs().stream().anyMatch(edge -> names.contains(edge.node()))
              && node.inputs().stream()
                  .allMatch(edge -> names.contains(edge.node()) || isWhole(graph, edge));
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
    known.put(node.name(), value(node, this::of));
    return true;
  }

  private boolean isMade(Node node) {
    return (OPERATIONS.contains(node.op()) || ARITHMETIC.containsKey(node.op()))
        && !node.inputs().isEmpty()
        && node.inputs().stream().allMatch(this::isWhole);
  }

  private long[] value(Node node, Function<Edge, long[]> of) {
    LongBinaryOperator arithmetic = ARITHMETIC.get(node.op());
    if (arithmetic != null) {
      return joined(node, of.apply(node.input(0)), of.apply(node.input(1)), arithmetic);
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

  private static long[] joined(Node node, long[] a, long[] b, LongBinaryOperator operator) {
    if (a.length != b.length && a.length != 1 && b.length != 1) {
      throw Refusal.of(node, "joins " + a.length + " and " + b.length + " numbers of shapes");
    }
    long[] joined = new long[Math.max(a.length, b.length)];
    for (int i = 0; i < joined.length; i++) {
      long first = a[i % a.length];
      long second = b[i % b.length];
      boolean unknown = first < 0 || second < 0;
      joined[i] = unknown ? Shape.FREE : operator.applyAsLong(first, second);
    }
    return joined;
  }

  /** The numbers behind an edge, which must be constants or made of shapes. */
  long[] of(Edge edge) {
    long[] found = known.get(edge.node());
    if (found != null) {
      return found.clone();
    }
    if (!graph.isConstant(edge)) {
      throw Refusal.of(
          graph.node(edge), "gives numbers that depend on the image, where a shape is expected");
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
    long[] all = new long[shape.rank() + 1];
    all[0] = BATCH;
    for (int i = 0; i < shape.rank(); i++) {
      all[i + 1] = shape.axis(i);
    }
    return all;
  }

  /** Of a shape, or of a constant of any number of axes. */
  private long[] slice(Node node, long[] all, Function<Edge, long[]> of) {
    int[] axes = axes(node.input(0), all.length);
    List<Slicing.Span> spans =
        Slicing.spans(
            node,
            of.apply(node.input(1)),
            of.apply(node.input(2)),
            of.apply(node.input(3)),
            axes.length);
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
        throw Refusal.of(node, "takes axis " + places[i] + " of " + all.length);
      }
      found[i] = all[(int) places[i]];
    }
    return found;
  }

  private static long[] joined(Node node, List<long[]> parts) {
    long[] all = parts.stream().flatMapToLong(Arrays::stream).toArray();
    if (all.length > 16) {
      throw Refusal.of(node, "makes a shape of " + all.length + " axes");
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
