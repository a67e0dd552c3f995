package org.graft.export.flatbuffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.graft.export.parity.Receipt;
import org.graft.failure.MalformedFileException;
import org.graft.failure.UnsupportedModelException;
import org.graft.failure.WorkFailedException;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Input;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Weights;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
    SameDiffNetwork network = Emitter.inference(model);
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

  @ParameterizedTest
  @MethodSource("networks")
  void isReadAsTheGraphOfItsPlan(String name) {
    Model model = SmallNetworks.all().get(name);
    INDArray images = SmallNetworks.images(3, model.plan().input().shape().height());
    Path file = folder.resolve("model.fb");
    SameDiffNetwork network = Emitter.inference(model);
    FlatBuffersExport.write(network, file, Map.of(), images);

    SameDiff read = FlatBuffersFile.read(file).graph();

    INDArray found = read.outputSingle(Map.of(network.input(), images), network.output());
    assertThat(found).isEqualTo(network.run(images));
  }

  /** SameDiff would hand these to native code as they stand. */
  @Test
  void graphThatIsNotThatOfItsPlanIsRefused() {
    SameDiffNetwork network = Emitter.inference(SmallNetworks.vgg(16));
    Path file = folder.resolve("model.fb");
    FlatBuffersExport.write(network, file, Map.of(), SmallNetworks.images(1, 16));
    SameDiff graph = SameDiff.load(file.toFile(), false);
    Path changed = folder.resolve("changed.fb");

    SDVariable bias = graph.getVariable("fc1/bias");
    INDArray whole = bias.getArr();
    bias.setArray(Nd4j.zeros(DataType.FLOAT, whole.length() + 1));
    requireRefusal(graph, changed, "fc1/bias");
    INDArray broken = whole.dup();
    broken.putScalar(0, Float.NaN);
    bias.setArray(broken);
    requireRefusal(graph, changed, "fc1/bias");
    bias.setArray(whole);
    graph.constant("another", 1f);
    requireRefusal(graph, changed, "other variables");
  }

  private static void requireRefusal(SameDiff graph, Path file, String what) {
    graph.save(file.toFile(), false);
    assertThatThrownBy(() -> FlatBuffersFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("changed.fb")
        .hasMessageContaining(what);
  }

  @Test
  void planThatIsLargerThanItsFileIsRefusedBeforeMemoryIsTaken() {
    SameDiffNetwork network = Emitter.inference(SmallNetworks.vgg(16));
    Path file = folder.resolve("model.fb");
    FlatBuffersExport.write(network, file, Map.of(), SmallNetworks.images(1, 16));
    SameDiff graph = SameDiff.load(file.toFile(), false);
    Map<String, String> metadata = new LinkedHashMap<>(FlatBuffersFile.read(file).metadata());
    metadata.computeIfPresent(
        PlannedGraph.PLAN, (key, plan) -> plan.replaceAll("\"units\":\\d+", "\"units\":200000000"));
    FlatBuffersExport.describe(graph, metadata);
    requireRefusal(graph, folder.resolve("changed.fb"), "parameters");
  }

  @Test
  void networkThatComputesNoNumbersIsRefusedAndLeavesNothing() throws IOException {
    SameDiffNetwork network = Emitter.inference(SmallNetworks.vgg(16));
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
    SameDiffNetwork network = new SameDiffNetwork(graph, new Model(plan, Weights.none()));
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
    SameDiffNetwork network = Emitter.inference(SmallNetworks.vgg(16));
    assertThatThrownBy(() -> FlatBuffersExport.requireSize(network.graph(), 1000))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("2 GiB");
  }
}
