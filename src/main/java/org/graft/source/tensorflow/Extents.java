package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private final Subgraph graph;
  private final Map<String, long[]> known = new HashMap<>();

  Extents(Subgraph graph) {
    this.graph = graph;
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
    if (!OPERATIONS.contains(node.op())
        || node.inputs().isEmpty()
        || !node.inputs().stream().allMatch(this::isWhole)) {
      return false;
    }
    known.put(
        node.name(),
        switch (node.op()) {
          case "StridedSlice" -> slice(node);
          case "Pack" -> joined(node, node.inputs());
          case "ConcatV2" -> joined(node, node.inputs().subList(0, node.inputs().size() - 1));
          case "Prod" -> new long[] {product(of(node.input(0)))};
          case "GatherV2" -> gathered(node);
          default -> of(node.input(0));
        });
    return true;
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

  /** All results made of shapes, by node. */
  Map<String, long[]> made() {
    return known;
  }

  private boolean isWhole(Edge edge) {
    return known.containsKey(edge.node())
        || graph.literal(edge).map(Literal::isWhole).orElse(false);
  }

  static long[] batched(Shape shape) {
    long[] all = new long[shape.rank() + 1];
    all[0] = BATCH;
    for (int i = 0; i < shape.rank(); i++) {
      all[i + 1] = shape.axis(i);
    }
    return all;
  }

  private long[] slice(Node node) {
    long[] all = of(node.input(0));
    long[] begin = of(node.input(1));
    long[] end = of(node.input(2));
    Attributes attributes = new Attributes(node);
    if (begin.length != 1 || end.length != 1) {
      throw Refusal.of(node, "takes a shape apart in a way that is not supported");
    }
    int from = (attributes.integer("begin_mask") & 1) == 1 ? 0 : index(begin[0], all.length);
    int to = (attributes.integer("end_mask") & 1) == 1 ? all.length : index(end[0], all.length);
    if ((attributes.integer("shrink_axis_mask") & 1) == 1) {
      to = from + 1;
    }
    if (from < 0 || to > all.length || from >= to) {
      throw Refusal.of(node, "takes axes " + from + " to " + to + " of " + all.length);
    }
    return Arrays.copyOfRange(all, from, to);
  }

  private static int index(long stated, int length) {
    return (int) Math.max(-1, Math.min(length + 1L, stated < 0 ? stated + length : stated));
  }

  private long[] gathered(Node node) {
    long[] all = of(node.input(0));
    long[] places = of(node.input(1));
    long[] found = new long[places.length];
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0 || places[i] >= all.length) {
        throw Refusal.of(node, "takes axis " + places[i] + " of " + all.length);
      }
      found[i] = all[(int) places[i]];
    }
    return found;
  }

  private long[] joined(Node node, List<Edge> parts) {
    List<Long> all = new ArrayList<>();
    for (Edge part : parts) {
      for (long number : of(part)) {
        all.add(number);
      }
    }
    if (all.size() > 16) {
      throw Refusal.of(node, "makes a shape of " + all.size() + " axes");
    }
    return all.stream().mapToLong(Long::longValue).toArray();
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
