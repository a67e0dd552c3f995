package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One run in every form that {@code graft export} has: each predicts what the plain file does. */
class ExportFormsTest {
  @TempDir static Path home;

  private static String run;
  private static Map<String, Map<String, Double>> plain;

  @BeforeAll
  static void train() throws IOException {
    plain = predicted(DemoModel.export(home, "demo_vgg", 32));
    try (Stream<Path> runs = Files.list(home.resolve("runs"))) {
      run = runs.findFirst().orElseThrow().toString();
    }
  }

  private static Map<String, Map<String, Double>> predicted(Path model) {
    return DemoModel.probabilities(
        done("predict --json --top 12 --model " + model + " " + DemoModel.IMAGES).json());
  }

  @ParameterizedTest
  @CsvSource({
    "--input float32, 1e-5",
    "--layout nchw, 1e-5",
    "--input float32 --layout nchw, 1e-5",
    "--size free, 1e-5",
    "--size free --layout nchw --features, 1e-5",
    "--precision float16, 0.01",
    "--precision int8, 0.2",
    "--precision int8 --input float32 --features, 0.2"
  })
  void predictsWhatThePlainFileDoes(String form, double most) {
    Path file = home.resolve("form.onnx");
    JsonNode receipt = export(form, file).json();
    assertThat(receipt.path("test_accuracy").asDouble()).isBetween(0.3, 1.0);
    Map<String, Map<String, Double>> found = predicted(file);
    assertThat(found).hasSameSizeAs(plain);
    plain.forEach(
        (image, row) ->
            row.forEach(
                (label, probability) ->
                    assertThat(found.get(image).get(label))
                        .as("%s %s", image, label)
                        .isCloseTo(probability, within(most))));
  }

  @Test
  void anotherSizeIsMeasuredAnew() {
    Path file = home.resolve("sized.onnx");
    CommandRun exported = export("--size 48", file);
    assertThat(exported.out() + exported.err()).contains("test accuracy of the file");
    assertThat(predicted(file)).hasSameSizeAs(plain);
  }

  @ParameterizedTest
  @CsvSource({"--precision float32", "--precision int8", "--format flatbuffers"})
  void worseModelIsNotWritten(String form) {
    Path file = home.resolve("worse.bin");
    CommandRun refused =
        CommandRun.of(home, arguments(form + " --assert-accuracy-at-least 1", file));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("--assert-accuracy-at-least")
        .contains("nothing was written");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--input bytes | --input takes uint8, float32, not 'bytes'",
        "--size free --input float32 | pixels are resized before they are preprocessed",
        "--size 0 | --size takes a whole number from 1 to 4096, not 0, or free",
        "--precision int4 | --precision takes float32, float16, int8, not 'int4'",
        "--format flatbuffers --layout nchw | go with --format onnx",
        "--assert-accuracy-at-least 80 | takes a number from 0 to 1, not 80"
      })
  void wrongFormIsRefused(String form, String message) {
    CommandRun refused = CommandRun.of(home, arguments(form, home.resolve("none.onnx")));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains(message);
    assertThat(home.resolve("none.onnx")).doesNotExist();
  }

  private static CommandRun export(String form, Path file) {
    CommandRun exported = CommandRun.of(home, arguments(form + " --json", file));
    assertThat(exported.exitCode()).as(exported.err()).isZero();
    return exported;
  }

  private static Object[] arguments(String form, Path file) {
    return ("export --run " + run + " " + form + " --out " + file).split(" ");
  }

  private static CommandRun done(String line) {
    CommandRun done = CommandRun.of(home, (Object[]) line.split(" "));
    assertThat(done.exitCode()).as(done.err()).isZero();
    return done;
  }
}
