package org.graft.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.graft.export.onnx.OnnxGraph.Attribute;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.export.onnx.OnnxGraph.Initialiser;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.export.onnx.OnnxGraph.Node;
import org.graft.export.onnx.OnnxGraph.Value;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** Each rewrite rule alone on graphs of a few nodes. */
class RewritesTest {
  private static final Attribute NCHW = new Ints("perm", Flow.TO_NCHW);
  private static final Attribute NHWC = new Ints("perm", Flow.TO_NHWC);

  @Test
  void transposesThatUndoEachOtherGo() {
    OnnxGraph graph =
        graph(
            node("Transpose", "image", "a", NCHW),
            node("Transpose", "a", "b", NHWC),
            node("Relu", "b", "out"));
    assertThat(Rewrites.apply(graph).nodes()).containsExactly(node("Relu", "image", "out"));
  }

  @Test
  void transposesThatDoNotUndoEachOtherStay() {
    OnnxGraph graph =
        graph(node("Transpose", "image", "a", NCHW), node("Transpose", "a", "out", NCHW));
    assertThat(Rewrites.apply(graph)).isEqualTo(graph);
  }

  @Test
  void identityBehindANodeGivesItsNameAway() {
    OnnxGraph graph = graph(node("Relu", "image", "a"), node("Identity", "a", "out"));
    assertThat(Rewrites.dropIdentities(graph).nodes()).extracting(Node::output).containsOnly("out");
  }

  @Test
  void identityOfTheInputOrOfAnotherOutputStays() {
    OnnxGraph ofInput = graph(node("Identity", "image", "out"));
    assertThat(Rewrites.apply(ofInput)).isEqualTo(ofInput);
    OnnxGraph ofOutput =
        new OnnxGraph(
            List.of(value("image")),
            List.of(value("out"), value("again")),
            List.of(node("Relu", "image", "out"), node("Identity", "out", "again")),
            List.of(),
            Map.of());
    assertThat(Rewrites.apply(ofOutput)).isEqualTo(ofOutput);
  }

  @Test
  void whatNothingReadsGoes() {
    OnnxGraph graph =
        graph(node("Relu", "image", "out"), node("Tanh", "image", "a"), node("Relu", "a", "b"))
            .withInitialisers(List.of(new Initialiser("unused", Nd4j.scalar(1f))));
    OnnxGraph rewritten = Rewrites.apply(graph);
    assertThat(rewritten.nodes()).containsExactly(node("Relu", "image", "out"));
    assertThat(rewritten.initialisers()).isEmpty();
  }

  private static OnnxGraph graph(Node... nodes) {
    return new OnnxGraph(
        List.of(value("image")), List.of(value("out")), List.of(nodes), List.of(), Map.of());
  }

  private static Value value(String name) {
    return new Value(name, Element.FLOAT, List.of(Dimension.BATCH));
  }

  private static Node node(String type, String in, String out, Attribute... attributes) {
    return new Node(type + '/' + out, type, List.of(in), List.of(out), List.of(attributes));
  }
}
