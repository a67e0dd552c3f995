package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.graft.fixture.RealPython;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Model;
import org.graft.plan.Normalize;
import org.graft.plan.Tensor;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks of keras.applications as real Keras saves them in six formats, weights alone in the
 * layouts of Keras 2 (as official files are) and 3 among them: the same weights to the bit from
 * each, and from the graphs what real Keras computes.
 */
@Tag("oracle")
class SavedApplicationsTest {
  private static final double MOST = 1e-5;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "VGG16, 32",
    "ResNet50, 32",
    "ResNet50V2, 32",
    "InceptionV3, 75",
    "InceptionResNetV2, 75",
    "DenseNet121, 32",
    "MobileNet, 32",
    "MobileNetV2, 32",
    "MobileNetV3Small, 32",
    "NASNetMobile, 32",
    "EfficientNetB0, 32",
    "EfficientNetV2B0, 32",
    "ConvNeXtTiny, 32"
  })
  void graphsHoldWhatKerasFilesHold(String application, int size) {
    RealPython.run("fixtures/tensorflow_models.py", application, size, folder);
    Base graph = tensorflow("saved_model");
    for (Base other :
        new Base[] {
          tensorflow("frozen.pb"),
          keras("model.h5"),
          keras("model.keras"),
          keras("model.weights.h5"),
          keras("official.h5")
        }) {
      assertThat(other.facts().architecture()).isEqualTo(graph.facts().architecture());
      assertSameArrays(graph.model(), other.model());
    }
    Map<String, NpyArray> golden = NpzFile.read(folder.resolve("golden.npz"));
    double allowed = Math.max(MOST, golden.get("amplification").values()[0]);
    assertThat(difference(graph.model(), golden)).isLessThan(allowed);
    System.out.printf(
        "%s: %s, difference %.1e (allowed %.1e), %s%n",
        application,
        graph.facts().architecture(),
        difference(graph.model(), golden),
        allowed,
        graph.facts().receipt().readers());
  }

  private Base tensorflow(String name) {
    return new TensorflowImporter(Catalogue.load(), Clock.systemUTC())
        .open(TensorflowImporter.GraphRequest.of(folder.resolve(name)))
        .base();
  }

  private Base keras(String name) {
    return new Importer(Catalogue.load(), Clock.systemUTC())
        .read(Importer.ImportRequest.of(folder.resolve(name)));
  }

  /**
   * Whatever the layers are called and however parallel branches are listed; but for statistics
   * that a Keras file states in words.
   */
  private static void assertSameArrays(Model found, Model expected) {
    assertThat(arrays(found)).isEqualTo(arrays(expected));
  }

  private static List<String> arrays(Model model) {
    return model.weights().byLayer().entrySet().stream()
        .filter(layer -> !(model.plan().layer(layer.getKey()) instanceof Normalize))
        .flatMap(layer -> layer.getValue().entrySet().stream())
        .map(array -> array.getKey() + " " + array.getValue().sha256())
        .sorted()
        .toList();
  }

  private static double difference(Model model, Map<String, NpyArray> golden) {
    NpyArray image = golden.get("input");
    Tensor found =
        SameDiffNetwork.fromNative(
            Emitter.inference(model)
                .run(SameDiffNetwork.toNative(new Tensor(image.values(), image.shape()))));
    float[] expected = golden.get("output").values();
    double greatest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      greatest = Math.max(greatest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(found.values()[i] - expected[i]));
    }
    return difference / greatest;
  }
}
