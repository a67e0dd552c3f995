package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoModel;
import org.graft.cli.ExampleOutput;
import org.graft.fixture.RealPython;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From JPEG files to probabilities in four ways: SameDiff as in training, {@code graft predict} on
 * the exported file, and the bundle's example in Python, on a file that resizes by itself and on
 * one that the example resizes for.
 */
@Tag("oracle")
class PictureToProbabilitiesTest {
  private static final double MOST = 1e-3;

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "nearest, --size free",
    "bilinear, --size free",
    "bicubic, --size free",
    "nearest, --layout nchw",
    "bilinear, --input float32",
    "bicubic, --layout nchw --input float32"
  })
  void pythonAndJavaAgree(String interpolation, String form) throws IOException {
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
    Path bundle = home.resolve("bundle");
    done("export --run " + run + " " + form + " --bundle " + bundle);
    Map<String, Map<String, Double>> trained = predicted("--run " + run);
    double predict = difference(trained, predicted("--model " + bundle.resolve("model.onnx")));
    double python = difference(trained, python(bundle));
    System.out.printf(
        "%s %s: Python off by %.1e, predict by %.1e%n", interpolation, form, python, predict);
    assertThat(predict).isLessThan(MOST);
    assertThat(python).isLessThan(MOST);
  }

  /** Greatest between probabilities of the same label for the same picture. */
  private static double difference(
      Map<String, Map<String, Double>> expected, Map<String, Map<String, Double>> found) {
    assertThat(found.keySet()).hasSize(120).isEqualTo(expected.keySet());
    double most = 0;
    for (Map.Entry<String, Map<String, Double>> row : expected.entrySet()) {
      Map<String, Double> other = found.get(row.getKey());
      assertThat(other.keySet()).isEqualTo(row.getValue().keySet());
      for (Map.Entry<String, Double> label : row.getValue().entrySet()) {
        most = Math.max(most, Math.abs(label.getValue() - other.get(label.getKey())));
      }
    }
    return most;
  }

  private static Map<String, Map<String, Double>> python(Path bundle) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of(bundle.resolve("model.onnx")));
    try (Stream<Path> images = Files.walk(DemoModel.IMAGES)) {
      images.filter(Files::isRegularFile).sorted().forEach(arguments::add);
    }
    String script = bundle.resolve("predict.py").toString();
    return ExampleOutput.rows(RealPython.run(script, arguments.toArray()));
  }

  private Map<String, Map<String, Double>> predicted(String by) {
    return DemoModel.probabilities(
        done("predict --json --top 12 " + by + " " + DemoModel.IMAGES).json());
  }

  private CommandRun done(String line) {
    return CommandRun.of(home, (Object[]) line.split(" ")).succeeded();
  }
}
