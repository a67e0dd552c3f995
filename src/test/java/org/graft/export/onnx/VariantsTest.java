package org.graft.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.graft.card.Layout;
import org.graft.card.PixelType;
import org.graft.export.parity.Receipt;
import org.graft.failure.WorkFailedException;
import org.graft.fixture.Formula;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.image.Interpolation;
import org.graft.image.Pixels;
import org.graft.image.Resize;
import org.graft.runtime.OnnxSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What an ONNX file may look like from outside: input, outputs, precision, data beside it. */
class VariantsTest {
  private static final int SIZE = 29;

  @TempDir Path folder;

  private final SameDiffNetwork network = Emitter.inference(SmallNetworks.inception(SIZE));
  private final INDArray images = SmallNetworks.images(3, SIZE);
  private final OnnxOptions plain = OnnxOptions.classifier(network, Map.of());

  @Test
  void takesWhatIsPreprocessedAlready() {
    OnnxOptions options = plain.withInput(OnnxInput.BYTES.standingFor("unit"));
    Path file = folder.resolve("unit.onnx");
    assertThat(OnnxExport.write(network, file, options, images).maxAbsDifference())
        .isLessThan(1e-5);
    OnnxGraph graph = OnnxExport.graph(network, options, g -> g);
    assertThat(graph.nodes()).noneMatch(node -> node.name().startsWith("unit"));
    assertThat(graph.initialisers()).noneMatch(i -> i.name().startsWith("unit"));
  }

  @Test
  void handsOutFeaturesToo() {
    OnnxOptions options = plain.withOutput(OnnxOptions.FEATURES, "avg_pool");
    Path file = folder.resolve("features.onnx");
    OnnxExport.write(network, file, options, images);
    try (OnnxSession session = OnnxSession.open(file)) {
      assertThat(session.outputs()).containsExactly("probabilities", "logits", "features");
      float[] found = session.run(images.data().asFloat(), 3).get("features").values();
      float[] expected =
          network.run(images, List.of("avg_pool")).get("avg_pool").dup('c').data().asFloat();
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], Offset.offset(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Interpolation.class)
  void resizesAsTrainingDoes(Interpolation interpolation) {
    OnnxInput input = OnnxInput.BYTES.resizedBy(interpolation);
    OnnxOptions options = plain.withInput(input).withOutput("pixels", network.input());
    Path file = folder.resolve("free.onnx");
    OnnxExport.write(network, file, options, images);
    Resize resize = new Resize(SIZE, SIZE, interpolation);
    try (OnnxSession session = OnnxSession.open(file)) {
      for (int[] sides :
          new int[][] {{29, 29}, {58, 87}, {20, 31}, {224, 168}, {61, 300}, {1, 2}}) {
        Pixels drawn = drawing(sides[0], sides[1]);
        float[] found =
            session.run(floats(drawn), 1, drawn.height(), drawn.width()).get("pixels").values();
        assertThat(found).as(Arrays.toString(sides)).isEqualTo(resize.apply(drawn));
      }
    }
  }

  @Test
  void onlyPixelsAreResized() {
    OnnxInput free = OnnxInput.BYTES.resizedBy(Interpolation.BILINEAR);
    assertThatThrownBy(() -> free.withPixels(PixelType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void halfWeightsTakeHalfTheRoom() {
    Receipt whole = OnnxExport.write(network, folder.resolve("whole.onnx"), plain, images);
    Receipt half =
        OnnxExport.write(
            network,
            folder.resolve("half.onnx"),
            plain.withPrecision(OnnxPrecision.FLOAT16),
            images);
    long weights = weights(OnnxPrecision.FLOAT32);
    assertThat(weights(OnnxPrecision.FLOAT16)).isLessThan(weights * 6 / 10);
    assertThat(half.bytes()).isLessThan(whole.bytes());
    assertThat(half.maxAbsDifference()).isGreaterThan(0).isLessThan(0.01);
  }

  @Test
  void quantisedKernelsAreWithinHalfALevel() {
    OnnxGraph exact = OnnxExport.graph(network, plain, g -> g);
    OnnxGraph eight = OnnxExport.graph(network, plain.withPrecision(OnnxPrecision.INT8), g -> g);
    INDArray kernel = array(exact, "b2/kernel");
    INDArray levels = array(eight, "b2/kernel/levels");
    INDArray scales = array(eight, "b2/kernel/scale").reshape(kernel.size(0), 1, 1, 1);
    INDArray back = levels.castTo(kernel.dataType()).sub(128).mul(scales);
    INDArray off = back.sub(kernel).div(scales);
    assertThat(off.amaxNumber().doubleValue()).isLessThan(0.501);
    assertThat(eight.initialisers()).noneMatch(i -> i.name().equals("b2/kernel"));
    Receipt receipt =
        OnnxExport.write(
            network, folder.resolve("8.onnx"), plain.withPrecision(OnnxPrecision.INT8), images);
    assertThat(receipt.maxAbsDifference()).isGreaterThan(0).isLessThan(0.1);
  }

  private long weights(OnnxPrecision precision) {
    return OnnxExport.graph(network, plain.withPrecision(precision), g -> g).initialisers().stream()
        .mapToLong(i -> i.array().length() * i.array().dataType().width())
        .sum();
  }

  private static INDArray array(OnnxGraph graph, String name) {
    return graph.initialisers().stream()
        .filter(i -> i.name().equals(name))
        .findFirst()
        .orElseThrow()
        .array();
  }

  @ParameterizedTest
  @EnumSource(OnnxPrecision.class)
  void whatDoesNotFitLiesBesideIt(OnnxPrecision precision) throws IOException {
    OnnxOptions options =
        plain
            .withPrecision(precision)
            .withInput(OnnxInput.BYTES.withLayout(Layout.NCHW).resizedBy(Interpolation.BILINEAR))
            .withOutput(OnnxOptions.FEATURES, "avg_pool");
    OnnxGraph graph = OnnxExport.graph(network, options, g -> g);
    RuntimeCheck check = new RuntimeCheck(network, options, images);
    Path whole = folder.resolve("whole.onnx");
    Receipt one =
        OnnxExport.write(graph, whole, check, Proof.by(images), OnnxSerializer.MAXIMUM_BYTES);
    Path file = folder.resolve("large.onnx");
    Receipt two = OnnxExport.write(graph, file, check, Proof.by(images), 1);

    assertThat(two.maxAbsDifference()).isEqualTo(one.maxAbsDifference());
    assertThat(folder.resolve("large.onnx.data")).isNotEmptyFile();
    assertThat(files()).containsExactly("large.onnx", "large.onnx.data", "whole.onnx");
    assertThat(outputs(file)).isEqualTo(outputs(whole));
  }

  private Map<String, String> outputs(Path file) {
    Map<String, String> outputs = new TreeMap<>();
    try (OnnxSession session = OnnxSession.open(file)) {
      session
          .run(images.data().asFloat(), 3, SIZE, SIZE)
          .forEach((name, output) -> outputs.put(name, Arrays.toString(output.values())));
    }
    return outputs;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, Integer.MAX_VALUE})
  void whatTheGateRefusesIsNotThere(long limit) throws IOException {
    OnnxGraph graph = OnnxExport.graph(network, plain, g -> g);
    RuntimeCheck check = new RuntimeCheck(network, plain, images);
    Proof proof =
        new Proof(
            images,
            file -> {
              throw new WorkFailedException("worse than wanted: " + Files.exists(file));
            });
    Path target = folder.resolve("refused.onnx");
    assertThatThrownBy(() -> OnnxExport.write(graph, target, check, proof, limit))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage("worse than wanted: true");
    assertThat(files()).isEmpty();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  /** Smooth shades with grain, as photographs have them. */
  private static Pixels drawing(int height, int width) {
    byte[] rgb = new byte[height * width * 3];
    for (int i = 0; i < rgb.length; i++) {
      double shade = 120 + 90 * Math.sin(i / 3 % width / 9.0) * Math.cos(i / 3.0 / width / 7);
      rgb[i] = (byte) Math.round(shade + 40 * (Formula.uniform(height, i) - 0.5));
    }
    return new Pixels(width, height, rgb);
  }

  private static float[] floats(Pixels image) {
    float[] values = new float[image.rgb().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(image.rgb()[i]);
    }
    return values;
  }
}
