package org.graft.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import onnx.Onnx;
import org.assertj.core.data.Offset;
import org.graft.card.Layout;
import org.graft.card.PixelType;
import org.graft.export.onnx.OnnxGraph.Initialiser;
import org.graft.export.parity.Receipt;
import org.graft.failure.UnsupportedModelException;
import org.graft.failure.WorkFailedException;
import org.graft.fixture.LayerGoldens;
import org.graft.fixture.SmallNetworks;
import org.graft.fixture.TensorflowOperations;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Dropout;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.LayerKind;
import org.graft.plan.Model;
import org.graft.plan.RareKind;
import org.graft.plan.Shape;
import org.graft.runtime.OnnxSession;
import org.graft.storage.Digests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Files compute what SameDiff computes, look as promised from outside, or are not there. */
class OnnxExportTest {
  private static final double CLOSE = 1e-5;

  @TempDir Path folder;

  static Stream<String> networks() {
    return SmallNetworks.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void computesWhatSameDiffComputes(String name) {
    Model model = SmallNetworks.all().get(name);
    check(model);
    check(FoldBatchNorm.apply(model));
  }

  private void check(Model model) {
    SameDiffNetwork network = Emitter.inference(model);
    INDArray images = SmallNetworks.images(3, model.plan().input().shape().height());
    for (OnnxInput input : inputs()) {
      OnnxOptions options = OnnxOptions.classifier(network, Map.of()).withInput(input);
      Path file = folder.resolve("model.onnx");

      Receipt receipt = OnnxExport.write(network, file, options, images);

      assertThat(receipt.maxAbsDifference()).isLessThan(CLOSE);
      assertThat(receipt.top1Agreement()).isEqualTo(1);
      assertThat(receipt.images()).isEqualTo(3);
      assertThat(receipt.bytes()).isEqualTo(file.toFile().length());
      assertThat(receipt.sha256()).isEqualTo(Digests.sha256(file));
    }
  }

  private static List<OnnxInput> inputs() {
    List<OnnxInput> inputs = new ArrayList<>();
    for (Layout layout : Layout.values()) {
      for (PixelType pixels : PixelType.values()) {
        inputs.add(OnnxInput.BYTES.withLayout(layout).withPixels(pixels));
      }
    }
    return inputs;
  }

  @Test
  void everyLayerKindIsReadFromAFile() {
    Set<LayerKind> kinds = new HashSet<>();
    Stream<Model> layers = LayerGoldens.cases().map(LayerGoldens::model);
    Stream<Model> networks = SmallNetworks.all().values().stream();
    Stream<Model> graphs =
        TensorflowOperations.models(folder)
            .filter(model -> model.plan().input().shape().size() != Shape.FREE);
    for (Model model : Stream.of(networks, layers, graphs).flatMap(s -> s).toList()) {
      model.plan().layers().forEach(layer -> kinds.add(layer.kind()));
    }
    kinds.add(RareKind.GRAPH_BLOCK); // of any operations: CustomHeadTest exports some
    assertThat(kinds).containsExactlyInAnyOrderElementsOf(LayerKind.all());
  }

  @Test
  void looksAsPromisedFromOutside() throws IOException {
    SameDiffNetwork network = Emitter.inference(SmallNetworks.vgg(16));
    Path file = folder.resolve("vgg.onnx");
    Map<String, String> metadata = Map.of("graft.labels", "[\"a\",\"Ä\"]");
    OnnxExport.write(
        network, file, OnnxOptions.classifier(network, metadata), SmallNetworks.images(2, 16));

    Onnx.ModelProto model = Onnx.ModelProto.parseFrom(Files.readAllBytes(file));
    assertThat(model.getIrVersion()).isEqualTo(8);
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
    assertThat(model.getProducerName()).isEqualTo("graft");
    assertThat(model.getMetadataProps(0).getValue()).isEqualTo("[\"a\",\"Ä\"]");
    Onnx.GraphProto graph = model.getGraph();
    assertThat(shape(graph.getInput(0))).isEqualTo("image 2 [batch, 16, 16, 3]");
    assertThat(graph.getOutputList().stream().map(OnnxExportTest::shape))
        .containsExactly("probabilities 1 [batch, 5]", "logits 1 [batch, 5]");
    assertThat(graph.getInitializerList().stream().map(Onnx.TensorProto::getName))
        .contains("block1_conv1/kernel", "block1_conv1/bias", "fc1/kernel", "predictions/bias");
    assertThat(graph.getNodeList().stream().map(Onnx.NodeProto::getName))
        .contains("block1_conv1/Conv", "block1_conv1/Relu", "fc1/MatMul", "fc1/Add");
    assertThat(graph.getNodeList().stream().map(Onnx.NodeProto::getOpType))
        .doesNotContain("Gemm", "Identity");
    assertThat(graph.getNodeList().stream().flatMap(n -> n.getOutputList().stream()))
        .contains("block1_conv1", "block2_pool", "flatten", "fc1");
  }

  private static String shape(Onnx.ValueInfoProto value) {
    Onnx.TypeProto.Tensor type = value.getType().getTensorType();
    List<String> axes = new ArrayList<>();
    type.getShape()
        .getDimList()
        .forEach(d -> axes.add(d.getDimParam() + (d.hasDimValue() ? d.getDimValue() : "")));
    return value.getName() + " " + type.getElemType() + " " + axes;
  }

  @Test
  void sameNetworkSameBytes() {
    Receipt[] receipts = new Receipt[2];
    for (int i = 0; i < receipts.length; i++) {
      SameDiffNetwork network = Emitter.inference(SmallNetworks.inception(29));
      OnnxOptions options = OnnxOptions.classifier(network, Map.of("a", "1", "b", "2"));
      INDArray images = SmallNetworks.images(1, 29);
      receipts[i] = OnnxExport.write(network, folder.resolve(i + ".onnx"), options, images);
    }
    assertThat(receipts[0].sha256()).isEqualTo(receipts[1].sha256());
  }

  @Test
  void handsOutMapsAsSameDiffHasThem() {
    SameDiffNetwork network = Emitter.inference(SmallNetworks.inception(29));
    Path file = folder.resolve("mixed0.onnx");
    INDArray images = SmallNetworks.images(2, 29);
    OnnxExport.write(network, file, OnnxOptions.features("mixed0"), images);

    try (OnnxSession session = OnnxSession.open(file)) {
      float[] pixels = images.data().asFloat();
      OnnxSession.Output output = session.run(pixels, 2).get("mixed0");
      INDArray expected = network.run(images, List.of("mixed0")).get("mixed0");
      assertThat(output.shape()).isEqualTo(expected.shape());
      float[] values = expected.dup('c').data().asFloat();
      for (int i = 0; i < values.length; i++) {
        assertThat(output.values()[i]).isCloseTo(values[i], within(values[i]));
      }
    }
  }

  private static Offset<Float> within(float value) {
    return Offset.offset((float) (CLOSE * Math.max(1, Math.abs(value))));
  }

  @Test
  void roundsBetweenLevelsForBytes() {
    SameDiffNetwork network = Emitter.inference(SmallNetworks.vgg(16));
    INDArray images = SmallNetworks.images(2, 16).addi(0.4);
    Path file = folder.resolve("vgg.onnx");
    OnnxOptions options = OnnxOptions.classifier(network, Map.of());
    assertThat(OnnxExport.write(network, file, options, images).maxAbsDifference())
        .isLessThan(CLOSE);
  }

  @Test
  void outputsThatAreNoLayersAreRefused() {
    Model model = SmallNetworks.vgg(16);
    assertThatThrownBy(() -> PlanTranslation.of(model, OnnxOptions.features("fc1/mask")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'fc1/mask'");
  }

  /** As SameDiff has neither, both are written out in its graphs, and must not be in files. */
  @Test
  void groupsAndGapsAreTheConvolutionsOwn() {
    for (String name : List.of("conv grouped", "conv dilated same")) {
      Model model = LayerGoldens.model(name);
      OnnxOptions options = OnnxOptions.features(model.plan().output().name());
      List<OnnxGraph.Node> convolutions =
          Rewrites.apply(PlanTranslation.of(model, options)).nodes().stream()
              .filter(node -> !node.type().equals("Transpose"))
              .toList();
      assertThat(convolutions)
          .extracting(OnnxGraph.Node::type)
          .startsWith("Conv")
          .hasSizeLessThan(3);
    }
  }

  @Test
  void networkWithoutSoftmaxIsNoClassifier() {
    SameDiffNetwork network = Emitter.inference(SmallNetworks.vgg(16).upTo("fc1"));
    assertThatThrownBy(() -> OnnxOptions.classifier(network, Map.of()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'fc1'");
  }

  @Test
  void identityCostsNothing() {
    Model model =
        SmallNetworks.model(
            4,
            new Dropout("dropped", "input_1", 0.5),
            new Activate("positive", "dropped", Activation.RELU),
            new Activate("same", "positive", Activation.LINEAR));
    OnnxGraph made = Rewrites.apply(PlanTranslation.of(model, OnnxOptions.features("same")));
    assertThat(made.nodes().stream().map(OnnxGraph.Node::type))
        .containsExactly("Transpose", "Relu", "Transpose");
  }

  @Test
  void damagedFileIsRefusedAndLeavesNothing() throws IOException {
    SameDiffNetwork network = Emitter.inference(SmallNetworks.mobileNet(17));
    OnnxOptions options = OnnxOptions.classifier(network, Map.of());
    INDArray images = SmallNetworks.images(3, 17);
    Path target = folder.resolve("mobilenet.onnx");
    OnnxGraph damaged = OnnxExport.graph(network, options, damage("dw2/kernel"));
    RuntimeCheck check = new RuntimeCheck(network, options, images);
    assertThatThrownBy(
            () ->
                OnnxExport.write(
                    damaged, target, check, Proof.by(images), OnnxSerializer.MAXIMUM_BYTES))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("does not compute what the network computes");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private static UnaryOperator<OnnxGraph> damage(String constant) {
    return graph ->
        graph.withInitialisers(
            graph.initialisers().stream()
                .map(
                    i ->
                        i.name().equals(constant)
                            ? new Initialiser(i.name(), i.array().mul(1.01))
                            : i)
                .toList());
  }

  @Test
  void weightsThatDoNotFitAreRefusedBeforehand() {
    SameDiffNetwork network = Emitter.inference(SmallNetworks.vgg(16));
    OnnxGraph graph =
        PlanTranslation.of(network.model(), OnnxOptions.classifier(network, Map.of()));
    assertThatThrownBy(() -> OnnxSerializer.requireSize(graph, 1000))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("2 GiB");
    OnnxSerializer.requireSize(graph, OnnxSerializer.MAXIMUM_BYTES);
  }
}
