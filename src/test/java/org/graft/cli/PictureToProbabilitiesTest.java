package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.graft.fixture.RealPython;
import org.graft.storage.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From JPEG files to probabilities in three ways: SameDiff as in training, {@code graft predict} on
 * the exported file, and a few lines of Python with Pillow and ONNX Runtime on a file that resizes
 * by itself.
 */
@Tag("oracle")
class PictureToProbabilitiesTest {
  private static final double MOST = 1e-3;

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"nearest", "bilinear", "bicubic"})
  void pythonAndJavaAgree(String interpolation) throws IOException {
    done("import --keras data/networks/demo_inception.h5");
    String run =
        done("train --base demo_inception --data data/logos --size 40 --epochs 5 --interpolation "
                + interpolation
                + " --runs "
                + home.resolve("runs")
                + " --json")
            .json()
            .path("run")
            .asText();
    Path file = home.resolve("free.onnx");
    done("export --run " + run + " --size free --out " + file);
    Map<String, Map<String, Double>> trained = predicted("--run " + run);
    Map<String, Map<String, Double>> exported = predicted("--model " + file);
    double java = 0;
    double python = 0;
    for (JsonNode answer : python(file)) {
      Path path = Path.of(answer.path("path").asText());
      String image = path.getParent().getFileName() + "/" + path.getFileName();
      for (Map.Entry<String, Double> expected : trained.get(image).entrySet()) {
        double found = answer.path("probabilities").path(expected.getKey()).asDouble(Double.NaN);
        double of = expected.getValue();
        assertThat(found).as(image).isCloseTo(of, within(MOST));
        assertThat(exported.get(image).get(expected.getKey())).isCloseTo(of, within(MOST));
        python = Math.max(python, Math.abs(found - of));
        java = Math.max(java, Math.abs(exported.get(image).get(expected.getKey()) - of));
      }
    }
    System.out.printf("%s: Python off by %.1e, predict by %.1e%n", interpolation, python, java);
  }

  private static List<JsonNode> python(Path model) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of(model));
    try (Stream<Path> images = Files.walk(DemoModel.IMAGES)) {
      images.filter(Files::isRegularFile).sorted().forEach(arguments::add);
    }
    return RealPython.run("fixtures/predict_onnx.py", arguments.toArray())
        .lines()
        .map(line -> Json.parse(line, model))
        .toList();
  }

  private Map<String, Map<String, Double>> predicted(String by) {
    return DemoModel.probabilities(
        done("predict --json --top 12 " + by + " " + DemoModel.IMAGES).json());
  }

  private CommandRun done(String line) {
    CommandRun done = CommandRun.of(home, (Object[]) line.split(" "));
    assertThat(done.exitCode()).as(done.err()).isZero();
    return done;
  }
}
