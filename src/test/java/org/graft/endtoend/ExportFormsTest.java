package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Stream;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {"--precision float16", "--precision int8", "--size 48", "--size 48 --features"})
  void receiptTellsWhatTheFormCosts(String form) {
    Path file = home.resolve("costs.onnx");
    CommandRun exported = export(form, file);
    JsonNode json = exported.json();
    JsonNode cost = json.path("tested");
    Map<String, Map<String, Double>> found = predicted(file);

    double agreed = json.path("top1_agreement").asDouble() * json.path("images").asInt();
    assertThat(agreed).as("each sample counts once").isCloseTo(Math.rint(agreed), within(1e-9));
    long same = found.keySet().stream().filter(i -> best(found, i).equals(best(plain, i))).count();
    assertThat(cost.path("images").asInt()).isEqualTo(plain.size());
    assertThat(cost.path("same_class").asLong()).isEqualTo(same);
    assertThat(cost.path("top1_agreement").asDouble()).isEqualTo(same / 120.0);
    assertThat(cost.path("accuracy_before").asDouble()).isEqualTo(accuracy(plain));
    assertThat(cost.path("accuracy_after").asDouble()).isEqualTo(accuracy(found));
    assertThat(cost.path("max_abs_difference").asDouble())
        .isCloseTo(difference(plain, found), within(1e-5));
    assertThat(exported.err())
        .contains("test accuracy of the file %.3f on 120 images".formatted(accuracy(found)))
        .contains("the run's class on %d of them".formatted(same));
    boolean costly = accuracy(found) < accuracy(plain) || same < 0.99 * 120;
    assertThat(exported.err().lines().filter(line -> line.startsWith("warning: ")).toList())
        .hasSize(costly ? 1 : 0)
        .allMatch(line -> line.contains("on %d of 120 test images".formatted(120 - same)));
  }

  @Test
  void whatComputesTheSameCostsNothing() {
    CommandRun exported = export("--layout nchw", home.resolve("same.onnx"));
    assertThat(exported.json().path("tested").isNull()).isTrue();
    assertThat(exported.err()).doesNotContain("warning");
  }

  @Test
  void anotherTopClassIsRefusedWhereNoneIsWanted() {
    Path kept = home.resolve("kept.onnx");
    JsonNode same = export("--assert-agreement-at-least 1", kept).json();
    assertThat(same.path("tested").path("same_class").asInt()).isEqualTo(120);

    Path file = home.resolve("changed.onnx");
    CommandRun refused =
        CommandRun.of(home, arguments("--size 48 --assert-agreement-at-least 1", file));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .hasLineCount(1)
        .containsPattern("the run's class on \\d+ of 120 test images")
        .contains("--assert-agreement-at-least", "nothing was written");
    assertThat(file).doesNotExist();
  }

  @Test
  void accuracyAskedForIsTheFilesOwn() {
    Path file = home.resolve("own.onnx");
    double run = accuracy(plain);
    double own = export("--size 48", file).json().path("test_accuracy").asDouble();
    assertThat(own).isLessThan(run);
    String between = " --assert-accuracy-at-least " + (own + run) / 2;
    assertThat(CommandRun.of(home, arguments("--size 48" + between, file)).exitCode()).isEqualTo(1);
    export("--precision float32" + between, file);
  }

  private static String best(Map<String, Map<String, Double>> rows, String image) {
    return Collections.max(rows.get(image).entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private static double accuracy(Map<String, Map<String, Double>> rows) {
    long right = rows.keySet().stream().filter(i -> i.startsWith(best(rows, i) + "/")).count();
    return right / (double) rows.size();
  }

  private static double difference(
      Map<String, Map<String, Double>> rows, Map<String, Map<String, Double>> others) {
    return rows.entrySet().stream()
        .flatMapToDouble(
            row ->
                row.getValue().entrySet().stream()
                    .mapToDouble(
                        one -> one.getValue() - others.get(row.getKey()).get(one.getKey())))
        .map(Math::abs)
        .max()
        .orElseThrow();
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
        "--input bytes | --input bytes: expected uint8 or float32",
        "--size free --input float32 | pixels are resized before they are preprocessed",
        "--size 0 | --size takes a whole number from 1 to 4096, not 0, or free",
        "--precision int4 | --precision int4: expected float32, float16 or int8",
        "--format flatbuffers --layout nchw | go with --format onnx",
        "--assert-accuracy-at-least 80 | takes a number from 0 to 1, not 80",
        "--assert-agreement-at-least 99 | takes a number from 0 to 1, not 99"
      })
  void wrongFormIsRefused(String form, String message) {
    CommandRun refused = CommandRun.of(home, arguments(form, home.resolve("none.onnx")));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains(message);
    assertThat(home.resolve("none.onnx")).doesNotExist();
  }

  private static CommandRun export(String form, Path file) {
    return CommandRun.of(home, arguments(form + " --json", file)).succeeded();
  }

  private static Object[] arguments(String form, Path file) {
    return ("export --run " + run + " " + form + " --out " + file).split(" ");
  }

  private static CommandRun done(String line) {
    return CommandRun.of(home, (Object[]) line.split(" ")).succeeded();
  }
}
