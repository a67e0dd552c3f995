package org.graft.source.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.graft.source.tensorflow.kernel.Array;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.DataType;

/** Choices that constants make. */
class BranchesTest {
  private static Node node(String name, String op, String... inputs) {
    return new Node(name, op, Stream.of(inputs).map(Edge::parse).toList(), Map.of());
  }

  private static Literal truth(String name) {
    return Literal.of(name, Array.of(DataType.DT_BOOL, new long[] {1}));
  }

  private static Edge resolved(Node... nodes) {
    Map<String, Node> graph = new LinkedHashMap<>();
    Stream.of(nodes).forEach(node -> graph.put(node.name(), node));
    Map<String, Literal> literals = Map.of("outer", truth("outer"), "inner", truth("inner"));
    return Branches.resolved(
            new FunctionInliner.Flat(new Graph(graph), List.of(Edge.of("result"))), literals)
        .outputs()
        .get(0);
  }

  /** What decides within a branch comes into it through a switch itself. */
  @Test
  void aChoiceWithinAnotherIsMade() {
    assertThat(
            resolved(
                node("image", "Placeholder"),
                node("outer", "Const"),
                node("inner", "Const"),
                node("decides", "Switch", "inner", "outer"),
                node("shown", "Switch", "image", "outer"),
                node("chosen", "Switch", "shown:1", "decides:1"),
                node("result", "Merge", "chosen", "chosen:1")))
        .isEqualTo(Edge.of("image"));
  }
}
