package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoModel;
import org.graft.cli.ExampleOutput;
import org.graft.cli.OddPictures;
import org.graft.storage.Digests;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The folder that {@code graft export --bundle} writes, and the example in it that needs no Graft.
 */
class BundleTest {
  private static final double MOST = 1e-3;

  @TempDir static Path home;

  private static String run;

  @BeforeAll
  static void train() throws IOException {
    DemoModel.export(home, "demo_vgg", 32);
    try (Stream<Path> runs = Files.list(home.resolve("runs"))) {
      run = runs.findFirst().orElseThrow().toString();
    }
  }

  @Test
  void holdsAllThatItTakes() throws IOException {
    Path bundle = bundle("whole", "");
    assertThat(files(bundle))
        .containsExactly(
            "Predict.java",
            "README.md",
            "labels.txt",
            "model.onnx",
            "predict.py",
            "triton/demo_vgg/1/model.onnx",
            "triton/demo_vgg/config.pbtxt",
            "triton/demo_vgg/labels.txt");
    assertThat(Files.readAllLines(bundle.resolve("labels.txt")))
        .hasSize(12)
        .startsWith("Alvero", "Brimsol");
    assertThat(bundle.resolve("triton/demo_vgg/1/model.onnx"))
        .hasSameBinaryContentAs(bundle.resolve("model.onnx"));
    assertThat(bundle.resolve("triton/demo_vgg/labels.txt"))
        .hasSameBinaryContentAs(bundle.resolve("labels.txt"));
    assertThat(Files.readString(bundle.resolve("triton/demo_vgg/config.pbtxt")))
        .isEqualTo(
            """
            backend: "onnxruntime"
            max_batch_size: 32
            input [
              {
                name: "image"
                data_type: TYPE_UINT8
                dims: [ 32, 32, 3 ]
              }
            ]
            output [
              {
                name: "probabilities"
                data_type: TYPE_FP32
                dims: [ 12 ]
                label_filename: "labels.txt"
              },
              {
                name: "logits"
                data_type: TYPE_FP32
                dims: [ 12 ]
              }
            ]
            dynamic_batching { }
            """);
  }

  @Test
  void cardTellsWhatTheFileDoes() throws IOException {
    Path bundle = bundle("card", "--precision int8 --size free --layout nchw --features");
    String card = Files.readString(bundle.resolve("README.md"));
    CommandRun predicted =
        CommandRun.of(
            home, "predict", "--json", "--model", bundle.resolve("model.onnx"), DemoModel.IMAGES);
    Map<String, Map<String, Double>> rows = DemoModel.probabilities(predicted.json());
    int right = 0;
    int rightAlvero = 0;
    for (Map.Entry<String, Map<String, Double>> row : rows.entrySet()) {
      String best =
          Collections.max(row.getValue().entrySet(), Map.Entry.comparingByValue()).getKey();
      boolean hit = row.getKey().startsWith(best + "/");
      right += hit ? 1 : 0;
      rightAlvero += hit && best.equals("Alvero") ? 1 : 0;
    }
    assertThat(card)
        .startsWith("# demo\\_vgg on ")
        .contains("## Intended use", "## Data", "## Metrics", "## Limits", "## Licence")
        .contains("Accuracy of this file on the test images: %.3f".formatted(right / 120.0))
        .containsPattern("\\| Alvero \\| [01]\\.\\d{3} \\| %.3f \\|".formatted(rightAlvero / 10.0))
        .containsPattern(
            "on its 120 test images: same class on \\d+, .*, accuracy %.3f, before 0\\.\\d{3}"
                .formatted(right / 120.0))
        .contains("SHA-256 " + Digests.sha256(bundle.resolve("model.onnx")))
        .containsPattern("frozen base computed in\\W+float32")
        .contains("`image` uint8 `[batch, 3, height, width]`", "`features` float32 `[batch, ");
    assertThat(Files.readString(bundle.resolve("triton/demo_vgg/config.pbtxt")))
        .contains("dims: [ 3, -1, -1 ]");
  }

  @ParameterizedTest
  @CsvSource({
    "fixed, ''",
    "free, --size free",
    "numbers, --input float32 --layout nchw",
    "turned, --size free --layout nchw"
  })
  void javaExampleGivesWhatPredictGives(String name, String form) throws Exception {
    Path bundle = bundle(name, form);
    List<Path> images = new ArrayList<>();
    for (String brand : List.of("Alvero", "Brimsol")) {
      images.add(DemoModel.IMAGES.resolve(brand).resolve("001.jpg"));
    }
    images.addAll(OddPictures.draw(Files.createDirectories(home.resolve("odd-" + name))));
    List<Object> line = new ArrayList<>(List.of("predict", "--json", "--top", 12));
    line.addAll(List.of("--model", bundle.resolve("model.onnx")));
    line.addAll(images);
    Map<String, Map<String, Double>> expected =
        DemoModel.probabilities(CommandRun.of(home, line.toArray()).json());

    Map<String, Map<String, Double>> found =
        ExampleOutput.rows(java(home.resolve("classes"), bundle, images));

    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (image, row) ->
            row.forEach(
                (label, probability) ->
                    assertThat(found.get(image).get(label))
                        .as("%s %s", image, label)
                        .isCloseTo(probability, within(MOST))));
  }

  /** Compiled with all warnings as errors, run by a Java of its own with ONNX Runtime alone. */
  static String java(Path classes, Path bundle, List<Path> images) throws Exception {
    String runtime = runtime().toString();
    Files.createDirectories(classes);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-Xlint:all",
                "-Werror",
                "-cp",
                runtime,
                "-d",
                classes.toString(),
                bundle.resolve("Predict.java").toString());
    assertThat(compiled).isZero();
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-cp", classes + File.pathSeparator + runtime, "Predict"));
    line.add(bundle.resolve("model.onnx").toString());
    images.forEach(image -> line.add(image.toString()));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  private static Path runtime() throws URISyntaxException {
    return Path.of(
        OrtEnvironment.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void folderThatHoldsSomethingIsRefused() throws IOException {
    Path taken = Files.createDirectories(home.resolve("taken"));
    Files.writeString(taken.resolve("mine"), "mine");
    exported("--bundle " + taken)
        .refused(taken + " is not empty; a bundle takes a folder that is new or empty");
    assertThat(files(taken)).containsExactly("mine");
  }

  @Test
  void emptyFolderIsFilled() throws IOException {
    Path empty = Files.createDirectories(home.resolve("empty"));
    assertThat(exported("--bundle " + empty).exitCode()).isZero();
    assertThat(files(empty)).contains("model.onnx", "README.md");
  }

  @Test
  void worseModelLeavesNothing() throws IOException {
    Path folder = Files.createDirectories(home.resolve("worse"));
    CommandRun refused =
        exported(
            "--precision int8 --assert-accuracy-at-least 1 --bundle " + folder.resolve("bundle"));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("test accuracy of the file");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bundle none --format flatbuffers | --bundle goes with --format onnx",
        "--bundle none --out none.onnx | export needs --out FILE or --bundle FOLDER",
        "--quiet | export needs --out FILE or --bundle FOLDER",
        "--for fun --out none.fb | --for takes inference, training, not 'fun'",
        "--for training --out none.onnx | --for training goes with --format flatbuffers"
      })
  void wrongOptionsAreRefused(String options, String message) {
    exported(options).refused(message);
  }

  private static Path bundle(String name, String form) {
    Path bundle = home.resolve("bundle-" + name);
    exported((form + " --bundle " + bundle).strip()).succeeded();
    return bundle;
  }

  private static CommandRun exported(String options) {
    return CommandRun.of(home, (Object[]) ("export --run " + run + " " + options).split(" "));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
