package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoModel;
import org.graft.fixture.Containers;
import org.graft.image.Exif;
import org.graft.image.ImageDecoder;
import org.graft.image.Pixels;
import org.graft.image.Resize;
import org.graft.predict.OnnxModel;
import org.graft.storage.Json;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.containers.GenericContainer;

/**
 * Exported classifiers in a container where programs of others read them: the full check of
 * Debian's onnx, and every probability of the test images by Debian's OpenCV against SameDiff.
 */
@Tag("containers")
class OtherRuntimesTest {
  private static final long MOST_PIXELS = 1_000_000;
  private static final double TOLERANCE = 1e-4;

  @TempDir private Path folder;

  @BeforeAll
  static void require() {
    Containers.require();
  }

  @ParameterizedTest
  @CsvSource({"demo_vgg, 32", "demo_inception, 75"})
  void computeEveryProbabilityThatSameDiffComputes(String network, int size) throws IOException {
    Path model = DemoModel.export(folder, network, size);
    Path golden = folder.resolve("golden.npz");
    NpzFile.write(golden, golden(model, probabilities()));
    try (GenericContainer<?> debian = Containers.debian("onnx", "python3-onnx", "python3-opencv")) {
      Containers.copy(model, debian, "/model.onnx");
      Containers.copy(golden, debian, "/golden.npz");
      Containers.copy(Path.of("scripts/fixtures/check_onnx.py"), debian, "/check_onnx.py");
      debian.start();
      String out =
          Containers.run(
              debian, "sh", "-c", "echo /model.onnx /golden.npz | python3 check_onnx.py");

      JsonNode answer = Json.parse(out, Path.of("answer"));
      assertThat(answer.path("checker").path("nodes").asInt()).as(out).isPositive();
      assertThat(answer.path("opencv").path("probabilities").asDouble(Double.NaN))
          .as(out)
          .isLessThan(TOLERANCE);
    }
  }

  /** By SameDiff, for every test image and label. */
  private Map<String, Map<String, Double>> probabilities() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      Path run = runs.findFirst().orElseThrow();
      CommandRun predicted =
          CommandRun.of(folder, "predict", "--run", run, "--top", 12, "--json", DemoModel.IMAGES)
              .succeeded();
      return DemoModel.probabilities(predicted.json());
    }
  }

  /** The images as the file takes them, and what it must make of them. */
  private static Map<String, NpyArray> golden(
      Path model, Map<String, Map<String, Double>> probabilities) throws IOException {
    List<String> labels;
    Resize resize;
    try (OnnxModel opened = OnnxModel.open(model)) {
      labels = opened.card().labels();
      resize = opened.resize();
    }
    assertThat(probabilities).hasSize(120);
    float[] images = new float[probabilities.size() * resize.values()];
    float[] rows = new float[probabilities.size() * labels.size()];
    int i = 0;
    for (Map.Entry<String, Map<String, Double>> image : new TreeMap<>(probabilities).entrySet()) {
      Path file = DemoModel.IMAGES.resolve(image.getKey());
      Pixels pixels =
          ImageDecoder.decode(Files.readAllBytes(file), image.getKey(), MOST_PIXELS, Exif.IGNORE);
      System.arraycopy(resize.apply(pixels), 0, images, i * resize.values(), resize.values());
      for (int label = 0; label < labels.size(); label++) {
        rows[i * labels.size() + label] = image.getValue().get(labels.get(label)).floatValue();
      }
      i++;
    }
    Map<String, NpyArray> golden = new LinkedHashMap<>();
    golden.put("image", new NpyArray(images, i, resize.height(), resize.width(), 3));
    golden.put("probabilities", new NpyArray(rows, i, labels.size()));
    return golden;
  }
}
