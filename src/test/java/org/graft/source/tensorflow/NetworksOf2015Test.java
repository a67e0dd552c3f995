package org.graft.source.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft.failure.UnsupportedModelException;
import org.graft.fixture.Activations;
import org.graft.fixture.RealPython;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Frozen graphs as of 2015 against what TensorFlow computes with them, layer by layer, each fed
 * what TensorFlow fed to it.
 */
class NetworksOf2015Test {
  private static final Path SMALL = Path.of("src/test/resources/fixtures/tensorflow_2015");
  private static final double MOST = 1e-5;

  private static Translation read(Path folder, String input, Map<String, String> values) {
    GraphOptions options = new GraphOptions(null, null, input, List.of(), values);
    return Translator.read(TensorflowReader.open(folder.resolve("frozen.pb"), options), null);
  }

  @Test
  void aSmallOneGivesWhatTensorflowGives() {
    Translation made = read(SMALL, "Mul", Map.of());
    assertThat(made.model().plan().input().shape()).isEqualTo(Shape.square(35, 3));
    assertThat(compared(made, NpzFile.read(SMALL.resolve("golden.npz")))).isEqualTo(17);
  }

  /** The pixels as they are decoded, resized and scaled by the network. */
  @Test
  void theFrontStaysWhereTheImageTakesAnEarlierPlace() {
    Model model = read(SMALL, "ExpandDims", Map.of()).model();
    Map<String, NpyArray> golden = NpzFile.read(SMALL.resolve("golden.npz"));
    float[] pixels = golden.get("input").values().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = pixels[i] * 128 + 128;
    }
    NpyArray image = new NpyArray(pixels, golden.get("input").shape());
    assertThat(
            Activations.difference(
                model.forImages(Shape.square(35, 3)), image, golden.get("softmax")))
        .isLessThan(MOST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " | takes no input that softmax, which it ends in, depends on; end in another node with Importing.output(NODE), or name the node whose place the image takes with TensorflowImporting.input(Mul)",
        "DecodeJpeg | images with their batch axis can take its own place: TensorflowImporting.input(ExpandDims)",
      })
  void saysWhereTheImageComesIn(String input, String message) {
    assertThatThrownBy(() -> read(SMALL, input, Map.of()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @Tag("catalogue")
  @CsvSource({"inception_v3, Mul,, 309", "vgg16,, keep_prob=1, 23"})
  void wholeOnesGiveWhatTensorflowGives(
      String network, String input, String value, int layers, @TempDir Path folder) {
    RealPython.run("fixtures/networks_2015.py", network, folder);
    List<String> values = value == null ? List.of() : List.of(value);
    Translation made = read(folder, input, GraphOptions.values(values));
    assertThat(compared(made, NpzFile.read(folder.resolve("golden.npz")))).isEqualTo(layers);
  }

  /** Holds every layer that TensorFlow gave values for to them, and counts those layers. */
  private static int compared(Translation made, Map<String, NpyArray> golden) {
    Map<String, NpyArray> known = new HashMap<>();
    made.origins()
        .forEach(
            (layer, origin) -> {
              if (golden.containsKey(origin.edge().node())) {
                known.put(layer, golden.get(origin.edge().node()));
              }
            });
    known.put(made.model().plan().input().name(), golden.get("input"));
    int count = 0;
    Map<String, Shape> given = new HashMap<>();
    for (Layer layer : made.model().plan().layers()) {
      NpyArray expected = known.get(layer.name());
      if (expected == null) {
        continue;
      }
      if (!(layer instanceof Input)) {
        assertThat(difference(made.model().subgraph(given, layer.name()), known, expected))
            .as(layer.name())
            .isLessThan(MOST);
        count++;
      }
      given.put(layer.name(), shape(expected));
    }
    return count;
  }

  /** Without the batch axis. */
  private static Shape shape(NpyArray array) {
    return new Shape(Arrays.copyOfRange(array.shape(), 1, array.shape().length));
  }

  private static double difference(Model stretch, Map<String, NpyArray> known, NpyArray expected) {
    SameDiffNetwork network = Emitter.inference(stretch);
    Map<String, Tensor> fed = new HashMap<>();
    for (Input input : stretch.plan().inputs()) {
      NpyArray values = known.get(input.name());
      fed.put(input.name(), new Tensor(values.values(), values.shape()));
    }
    Tensor found = network.compute(fed);
    network.release();
    double greatest = 0;
    double difference = 0;
    for (int i = 0; i < found.size(); i++) {
      greatest = Math.max(greatest, Math.abs(expected.values()[i]));
      difference = Math.max(difference, Math.abs(found.values()[i] - expected.values()[i]));
    }
    return difference / greatest;
  }
}
