package org.graft.export.flatbuffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.graft.export.parity.Receipt;
import org.graft.failure.UnsupportedModelException;
import org.graft.failure.WorkFailedException;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Input;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Files load in SameDiff and compute the same, or are not there. */
class FlatBuffersExportTest {
  @TempDir Path folder;

  static Stream<String> networks() {
    return SmallNetworks.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void computesTheSameAfterLoading(String name) {
    Model model = SmallNetworks.all().get(name);
    Network network = Emitter.inference(model);
    INDArray images = SmallNetworks.images(3, model.plan().input().shape().height());
    Path file = folder.resolve("model.fb");

    Receipt receipt = FlatBuffersExport.write(network, file, Map.of("a", "b"), images);

    assertThat(receipt.maxAbsDifference()).isZero();
    assertThat(receipt.top1Agreement()).isEqualTo(1);
    assertThat(receipt.bytes()).isEqualTo(file.toFile().length());
    assertThat(Json.read(folder.resolve("model.fb.json"), JsonNode.class).get("a").textValue())
        .isEqualTo("b");
    assertThat(SameDiff.load(file.toFile(), false).getTrainingConfig()).isNull();
  }

  @Test
  void networkThatComputesNoNumbersIsRefusedAndLeavesNothing() throws IOException {
    Network network = Emitter.inference(SmallNetworks.vgg(16));
    network.graph().getVariable("fc1/bias").getArr().putScalar(0, Float.NaN);
    INDArray images = SmallNetworks.images(1, 16);
    assertThatThrownBy(
            () -> FlatBuffersExport.write(network, folder.resolve("m.fb"), Map.of(), images))
        .isInstanceOf(WorkFailedException.class);
    assertNothingLeft();
  }

  @Test
  void graphThatSameDiffMixesUpInItsFileIsRefusedAndLeavesNothing() throws IOException {
    SameDiff graph = SameDiff.create();
    SDVariable image = graph.placeHolder("input_1", DataType.FLOAT, -1, 4, 4, 3);
    SDVariable first = graph.nn().relu(image, 0).rename("first");
    graph.nn().tanh(first).rename("relu");
    Plan plan =
        new Plan(
            List.of(
                new Input("input_1", Shape.square(4, 3)),
                new Activate("relu", "input_1", Activation.TANH)));
    Network network = new Network(graph, plan);
    INDArray images = SmallNetworks.images(1, 4);
    assertThatThrownBy(
            () -> FlatBuffersExport.write(network, folder.resolve("m.fb"), Map.of(), images))
        .isInstanceOf(WorkFailedException.class)
        .message()
        .doesNotContain("\n");
    assertNothingLeft();
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void weightsThatDoNotFitAreRefusedBeforehand() {
    Network network = Emitter.inference(SmallNetworks.vgg(16));
    assertThatThrownBy(() -> FlatBuffersExport.requireSize(network.graph(), 1000))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("2 GiB");
  }
}
