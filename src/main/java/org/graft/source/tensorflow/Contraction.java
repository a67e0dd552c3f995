package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A product of two arrays of four axes, summed along one: an {@code Einsum}, or, where Keras knows
 * the lengths, a {@code BatchMatMul} between transpositions.
 *
 * @param equation as {@code Einsum} writes it, its axes named in the order in which they come up
 */
record Contraction(Edge first, Edge second, String equation) {
  static final String[] PRODUCTS = {"BatchMatMul", "BatchMatMulV2", "BatchMatMulV3"};
  private static final int AXES = 4;

  /** The product that gives {@code edge}, if no other node reads a part of it. */
  static Optional<Contraction> of(Subgraph graph, Edge edge) {
    Optional<Node> einsum = graph.own(edge, "Einsum").filter(node -> node.inputs().size() == 2);
    if (einsum.isPresent()) {
      Node node = einsum.get();
      return Optional.of(new Contraction(node.input(0), node.input(1), equation(node)));
    }
    Turned out = turned(graph, edge, "pqik", false);
    return graph
        .own(out.edge(), PRODUCTS)
        .filter(Contraction::isStraight)
        .map(
            node -> {
              Turned x = turned(graph, node.input(0), "pqij", true);
              Turned y = turned(graph, node.input(1), "pqjk", true);
              String stated = x.letters() + "," + y.letters() + "->" + out.letters();
              return new Contraction(x.edge(), y.edge(), plain(stated));
            });
  }

  static boolean isStraight(Node product) {
    Attributes a = new Attributes(product);
    return !a.flag("adj_x") && !a.flag("adj_y");
  }

  /** What is transposed, and the names of its axes. */
  private record Turned(Edge edge, String letters) {}

  /**
   * What {@code edge} is the transposition of; itself where it is none.
   *
   * @param letters the axes of what is transposed, or of what comes out
   */
  private static Turned turned(Subgraph graph, Edge edge, String letters, boolean comesOut) {
    return order(graph, edge)
        .map(
            order -> {
              char[] own = new char[AXES];
              for (int i = 0; i < AXES; i++) {
                own[comesOut ? order[i] : i] = letters.charAt(comesOut ? i : order[i]);
              }
              return new Turned(graph.node(edge).input(0), new String(own));
            })
        .orElse(new Turned(edge, letters));
  }

  private static Optional<int[]> order(Subgraph graph, Edge edge) {
    return graph
        .own(edge, "Transpose")
        .filter(node -> graph.isConstant(node.input(1)))
        .map(node -> graph.folded(node.input(1)).integers())
        .filter(order -> order.length == AXES)
        .map(order -> Arrays.stream(order).mapToInt(axis -> Math.floorMod(axis, AXES)).toArray());
  }

  /** The equation of an {@code Einsum}, whatever letters it names the axes by. */
  static String equation(Node einsum) {
    return plain(new Attributes(einsum).value("equation").getS().toStringUtf8());
  }

  private static String plain(String stated) {
    Map<Character, Character> letters = new HashMap<>();
    StringBuilder plain = new StringBuilder();
    for (char letter : stated.replace(" ", "").toCharArray()) {
      plain.append(
          Character.isLetter(letter)
              ? letters.computeIfAbsent(letter, l -> (char) ('a' + letters.size()))
              : letter);
    }
    return plain.toString();
  }
}
