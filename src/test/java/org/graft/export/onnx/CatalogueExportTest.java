package org.graft.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.graft.base.Catalogue;
import org.graft.base.CatalogueEntry;
import org.graft.export.parity.Receipt;
import org.graft.fixture.DenseHead;
import org.graft.fixture.Formula;
import org.graft.fixture.RealPython;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.Head;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.source.keras.DirectReader;
import org.graft.storage.Json;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Every architecture of the catalogue with a head, at its smallest size: onnx's full checker with
 * strict shapes accepts the file, every node and value has a name and infers its shape, ONNX
 * Runtime and OpenCV compute what SameDiff computes. {@code -Darchitectures=REGEX} chooses some.
 */
@Tag("oracle")
class CatalogueExportTest {
  private static final double ONNX_RUNTIME = 1e-5;
  private static final double OPENCV = 1e-4;

  /** Not standardised: that would blow up what little tells two images apart. */
  private static final Head HEAD = DenseHead.of(7, 16, 0.4, false);

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static RealPython.Conversation python;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    python = RealPython.converse("fixtures/check_onnx.py");
  }

  @AfterAll
  static void stop() {
    if (python != null) {
      python.close();
    }
  }

  static Stream<String> architectures() {
    String wanted = System.getProperty("architectures", "(?!demo).*");
    return CATALOGUE.entries().keySet().stream().filter(name -> name.matches(wanted));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void otherReadersComputeWhatSameDiffComputes(String name) throws IOException {
    CatalogueEntry entry = CATALOGUE.entry(name);
    SameDiffNetwork network = Emitter.inference(FoldBatchNorm.apply(grafted(name, entry)));
    INDArray images = SmallNetworks.images(2, entry.minimumSize());
    OnnxOptions options = OnnxOptions.classifier(network, Map.of("graft.base", name));
    Path file = folder.resolve(name + ".onnx");

    Receipt receipt = OnnxExport.write(network, file, options, images);
    Path golden = folder.resolve("golden.npz");
    NpzFile.write(golden, golden(network, options, images));
    network.release();
    JsonNode answer = Json.parse(python.ask(file + " " + golden), golden);
    Files.delete(file);

    System.out.printf("%s: receipt %.1e, %s%n", name, receipt.maxAbsDifference(), answer);
    assertThat(answer.path("checker").path("nodes").asInt()).as("%s", answer).isPositive();
    assertThat(answer.path("reader").path("named").asInt()).as("%s", answer).isPositive();
    assertThat(answer.path("reader").path("unreadable")).as("%s", answer).isEmpty();
    assertClose(answer.path("onnxruntime"), ONNX_RUNTIME);
    assertClose(answer.path("opencv"), OPENCV);
  }

  private static void assertClose(JsonNode differences, double most) {
    for (String output : List.of(OnnxOptions.PROBABILITIES, OnnxOptions.LOGITS)) {
      assertThat(differences.path(output).asDouble(Double.NaN))
          .as("%s", differences)
          .isLessThan(most);
    }
  }

  private static Model grafted(String name, CatalogueEntry entry) {
    Plan plan =
        DirectReader.read(CATALOGUE.configWithoutTop(name).orElse(CATALOGUE.config(name)))
            .withInput(Shape.square(entry.minimumSize(), 3))
            .upTo(entry.featureLayer());
    int width = plan.shapes().get(entry.featureLayer()).channels();
    Weights head = HEAD.initial(new Tensor(new float[width], 1, width), new Random(1));
    Model base =
        Preprocessing.of(entry.preprocessing()).prependTo(new Model(plan, Formula.weights(plan)));
    return HEAD.graftedOn(base, head);
  }

  private static Map<String, NpyArray> golden(
      SameDiffNetwork network, OnnxOptions options, INDArray images) {
    Map<String, NpyArray> golden = new LinkedHashMap<>();
    golden.put("image", array(images));
    network
        .run(images, options.outputs().values())
        .forEach(
            (variable, value) ->
                options
                    .outputs()
                    .forEach(
                        (output, of) -> {
                          if (of.equals(variable)) {
                            golden.put(output, array(value));
                          }
                        }));
    return golden;
  }

  private static NpyArray array(INDArray array) {
    Tensor tensor = SameDiffNetwork.fromNative(array);
    return new NpyArray(tensor.values(), tensor.shape());
  }
}
