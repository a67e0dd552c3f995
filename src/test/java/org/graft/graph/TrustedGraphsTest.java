package org.graft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.graft.failure.InputException;
import org.graft.plan.GraphBlock;
import org.graft.plan.Input;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class TrustedGraphsTest {
  /** A graph that somebody else wrote; another width makes another graph. */
  private static byte[] foreign(int width) {
    SameDiff graph = SameDiff.create();
    SDVariable features = graph.placeHolder(GraphBlock.FEATURES, DataType.FLOAT, -1, width);
    graph.math().tanh(GraphBlock.LOGITS, features);
    ByteBuffer buffer = graph.asFlatBuffers(false);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Test
  void foreignGraphsRunOnlyWhenSomebodyVouches() {
    byte[] graph = foreign(3);
    assertThatThrownBy(() -> GraphFile.read(graph, "theirs"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("head theirs: its graph was made elsewhere");
    TrustedGraphs.trust(graph);
    assertThat(GraphFile.read(graph, "theirs").variables()).hasSize(2);
    graph[graph.length - 1] ^= 1;
    assertThatThrownBy(() -> GraphFile.read(graph, "theirs")).hasMessageContaining("elsewhere");
  }

  @Test
  void whatIsWrittenHereRunsHere() {
    byte[] own = GraphFile.write(GraphFile.read(trusted(4), "own"));
    assertThat(GraphFile.read(own, "own").variables()).hasSize(2);
  }

  private static byte[] trusted(int width) {
    byte[] graph = foreign(width);
    TrustedGraphs.trust(graph);
    return graph;
  }

  @Test
  void plansAreTrustedBlockByBlock() {
    byte[] graph = foreign(5);
    String text = Base64.getEncoder().encodeToString(graph);
    Shape width = new Shape(5);
    GraphBlock block = new GraphBlock("own", "in", width, 5, List.of(), List.of(), text);
    Plan plan = new Plan(List.of(new Input("in", width), block));
    assertThatThrownBy(() -> GraphFile.read(graph, "own")).isInstanceOf(InputException.class);
    assertThat(TrustedGraphs.trust(plan)).isEqualTo(1);
    assertThat(GraphFile.read(graph, "own").variables()).hasSize(2);
    assertThat(TrustedGraphs.trust(new Plan(List.of(new Input("in", width))))).isZero();
  }

  @Test
  void aBlockWhoseGraphIsNoBase64IsNone() {
    Shape width = new Shape(5);
    assertThatThrownBy(
            () -> new GraphBlock("own", "in", width, 5, List.of(), List.of(), "no base64"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
