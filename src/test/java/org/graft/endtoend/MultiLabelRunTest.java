package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.graft.cli.TwoLogos;
import org.graft.fixture.RealPython;
import org.graft.predict.OnnxModel;
import org.graft.storage.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of two demo brands each, from their labels file to every form of the model. */
class MultiLabelRunTest {
  private static final String SCORE = "mean_average_precision";

  @TempDir private static Path home;

  private static Path pictures;
  private static Path labels;
  private static JsonNode trained;
  private static String run;

  @BeforeAll
  static void train() throws IOException {
    pictures = home.resolve("pictures");
    labels = TwoLogos.draw(pictures, 8);
    done("import", "--keras", DemoData.VGG);
    trained = done(line("train", "--epochs", 25)).json();
    run = trained.path("run").asText();
  }

  @Test
  void learnsBothBrandsOfAPicture() throws IOException {
    assertThat(trained.path(SCORE).asDouble()).isGreaterThan(0.6);
    assertThat(trained.path(SCORE + "_base").asDouble()).isBetween(0.4, 0.5);
    assertThat(trained.path("f1_micro").asDouble()).isGreaterThan(0.55);
    JsonNode record = Json.parse(Files.readString(Path.of(run, "run.json")), Path.of("run.json"));
    assertThat(record.path("validation_images").asInt()).isPositive();
    assertThat(record.path("asked").path("thresholds")).hasSize(TwoLogos.BRANDS.size());
    assertThat(Files.readString(Path.of(run, "report.html")))
        .contains("mean average precision", "A label is named from its threshold on")
        .doesNotContain("Confusion");
    assertThat(Path.of(run, "labels.csv")).exists();
    assertThat(Path.of(run, "confusion.csv")).doesNotExist();
  }

  @Test
  void evaluatesToTheSameFigures() {
    JsonNode evaluated =
        done(
                "evaluate",
                "--run",
                run,
                "--data",
                pictures,
                "--labels",
                labels,
                "--task",
                "multi-label",
                "--json")
            .json();
    for (String figure : List.of(SCORE, "f1_micro", "f1_macro", "test_accuracy")) {
      assertThat(evaluated.path(figure).asDouble())
          .as(figure)
          .isCloseTo(trained.path(figure).asDouble(), within(1e-9));
    }
  }

  @Test
  void everyFormOfTheModelNamesTheSameLabels() throws Exception {
    Path onnx = home.resolve("two.onnx");
    CommandRun exported = done("export", "--run", run, "--out", onnx, "--json");
    assertThat(exported.err()).contains("same labels on 100 %");
    assertThat(exported.json().path("max_abs_difference").asDouble()).isLessThan(1e-5);
    assertThat(exported.json().path(SCORE).asDouble()).isEqualTo(trained.path(SCORE).asDouble());
    Path picture = pictures.resolve("test-0-1-0.png");
    JsonNode byRun = predicted("--run", run, picture);
    JsonNode byFile = predicted("--model", onnx, picture);
    assertThat(byFile.path("labels")).isEqualTo(byRun.path("labels"));
    assertThat(byFile.has("label")).isFalse();
    assertThat(ServedOnce.answer(onnx, picture).path("labels")).isEqualTo(byRun.path("labels"));
    try (OnnxModel model = OnnxModel.open(onnx)) {
      assertThat(model.card().toMetadata())
          .containsEntry("graft.task", "multi-label")
          .containsKeys("graft.output", "graft.thresholds", "graft.measures");
      for (JsonNode label : byFile.path("top")) {
        int index = model.card().labels().indexOf(label.path("label").asText());
        boolean named = Json.line(byFile.path("labels")).contains(label.path("label").asText());
        float threshold = model.card().task().orElseThrow().thresholds().get(index);
        assertThat(label.path("probability").asDouble() >= threshold).isEqualTo(named);
      }
    }
  }

  @Test
  void flatBuffersFilesAreProvedToo() {
    for (String purpose : List.of("inference", "training")) {
      Path file = home.resolve(purpose + ".fb");
      CommandRun exported =
          done("export", "--run", run, "--format", "flatbuffers", "--for", purpose, "--out", file);
      assertThat(exported.out()).contains("same labels on 100 %");
    }
  }

  @Test
  void theBundleSaysWhatTheOutputMeans() throws Exception {
    Path bundle = home.resolve("bundle");
    done("export", "--run", run, "--bundle", bundle);
    assertThat(Files.readString(bundle.resolve("README.md")))
        .contains("A tagger of images with any of 5 labels", "Mean average precision of this file")
        .contains("from its own threshold on");
    Path picture = pictures.resolve("test-0-1-0.png");
    JsonNode expected = predicted("--model", bundle.resolve("model.onnx"), picture);
    List<String> named = new ArrayList<>();
    String printed = BundleTest.java(home.resolve("classes"), bundle, List.of(picture));
    for (String line : printed.lines().toList()) {
      String[] cells = line.split("\t", -1);
      if (cells[3].equals("named")) {
        named.add(cells[1]);
      }
    }
    assertThat(Json.line(named)).isEqualTo(Json.line(expected.path("labels")));
    String triton = Files.readString(bundle.resolve("triton/demo_vgg/config.pbtxt"));
    assertThat(triton)
        .contains("name: \"probabilities\"", "dims: [ 5 ]", "label_filename: \"labels.txt\"")
        .contains("key: \"graft.task\"\n  value { string_value: \"multi-label\" }")
        .contains("key: \"graft.thresholds\"\n  value { string_value: \"[0.");
  }

  /** On ONNX Runtime in Python, all pictures to test with. */
  @Test
  @Tag("oracle")
  void thePythonExampleNamesTheLabelsThatPredictNames() throws IOException {
    RealPython.require();
    Path bundle = home.resolve("python");
    done("export", "--run", run, "--bundle", bundle);
    List<Object> line = new ArrayList<>(List.of(bundle.resolve("model.onnx")));
    try (Stream<Path> files = Files.list(pictures)) {
      files.filter(f -> f.getFileName().toString().startsWith("test")).sorted().forEach(line::add);
    }
    Map<String, Set<String>> named = new HashMap<>();
    String script = bundle.resolve("predict.py").toString();
    for (String printed : RealPython.run(script, line.toArray()).lines().toList()) {
      String[] cells = printed.split("\t", -1);
      Set<String> labelsOf = named.computeIfAbsent(cells[0], path -> new TreeSet<>());
      if (cells[3].equals("named")) {
        labelsOf.add(cells[1]);
      }
    }
    List<Object> asked = new ArrayList<>(List.of("predict", "--json", "--model"));
    asked.addAll(line);
    JsonNode images = done(asked.toArray()).json().path("images");
    assertThat(images).hasSize(named.size()).isNotEmpty();
    for (JsonNode image : images) {
      Set<String> expected = new TreeSet<>();
      image.path("labels").forEach(label -> expected.add(label.asText()));
      assertThat(named.get(image.path("path").asText())).isEqualTo(expected);
    }
  }

  @Test
  void int8FilesAreMeasuredByTheScoreOfTheTask() {
    JsonNode exported =
        done(
                "export",
                "--run",
                run,
                "--precision",
                "int8",
                "--out",
                home.resolve("i.onnx"),
                "--json")
            .json();
    assertThat(exported.path("tested").path("accuracy_before").asDouble())
        .isEqualTo(trained.path(SCORE).asDouble());
  }

  @Test
  void comparesByMeanAveragePrecisionAndControlsFallToItsBase() {
    CommandRun compared = done(line("compare", "--epochs", 5));
    JsonNode row = compared.json().path("rows").get(0);
    assertThat(row.path("score").asDouble()).isBetween(0.0, 1.0);
    assertThat(row.path("test_accuracy").isNull()).isTrue();
    assertThat(row.path("ci95").get(0).asDouble()).isLessThan(row.path("score").asDouble());
    for (JsonNode control : compared.json().path("controls")) {
      switch (control.path("name").asText()) {
        case "probe" -> assertThat(control.path("verdict").asText()).isEqualTo("converges");
        case "permuted labels" ->
            assertThat(control.path("verdict").asText()).isEqualTo("base-rate");
        default -> assertThat(control.path("name").asText()).isEqualTo("base rate");
      }
    }
  }

  @Test
  void trainsASecondPhaseAndAHeadThatIsSolved() {
    CommandRun tuned =
        done(line("train", "--epochs", 3, "--fine-tune-from", "block4", "--fine-tune-epochs", 2));
    assertThat(tuned.json().path(SCORE).asDouble()).isGreaterThan(0.4);
    CommandRun solved = done(line("train", "--head", "logistic", "--folds", 2));
    assertThat(solved.json().path(SCORE).asDouble()).isGreaterThan(0.6);
    assertThat(solved.err()).contains("cross-validated mean average precision");
  }

  /** On the terminal, in JSON and on the page by the score of the task. */
  @Test
  @Tag("oracle")
  void theDoctorExaminesByTheScoreOfTheTask() throws IOException {
    CommandRun examined = done(line("doctor", "--epochs", 5));
    JsonNode json = examined.json();
    assertThat(json.path("score").asText()).isEqualTo("mean average precision");
    assertThat(json.path("score_before").isNumber()).isTrue();
    assertThat(json.path("accuracy_before").isNull()).isTrue();
    assertThat(json.path("evidence").has("probe_mean_average_precision")).isTrue();
    assertThat(json.path("evidence").path("chance").asText()).startsWith("not applicable: ");
    assertThat(examined.err()).contains("mean average precision 0.").doesNotContain("accuracy  0.");
    assertThat(Files.readString(Path.of(json.path("report").asText())))
        .contains("By mean average precision on the test images", "not applicable: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "path,label/a.png,x/b.png,y; multi-label; it has the column label: expected labels",
        "path,labels/a.png,x|y/b.png,y; classes; it has the column labels: expected label,",
        "path,number/a.png,1/b.png,2; multi-label; it has the column number: expected labels",
        "path,labels/a.png,x/b.png,x; multi-label; only one label to learn, 'x'",
        "path,labels,split/a.png,x|y,train/b.png,z,test; multi-label;"
            + " line 3: no image to learn from has the label 'z'",
        "path,labels,split/a.png,x|y,test/b.png,z,test; multi-label; no image is to learn from",
        "path,labels/a.png,x|y/b.png,x|x; multi-label; label 'x' is there twice",
        "path,labels/a.png,x/b.png,y; multi; there is no task 'multi': expected classes,"
      })
  void badInputIsOneLineAndNothingIsWritten(String text, String task, String message)
      throws IOException {
    Path folder = Files.createDirectories(home.resolve("bad"));
    for (String name : List.of("a.png", "b.png")) {
      Path source = pictures.resolve(name.equals("a.png") ? "test-0-1-0.png" : "test-0-1-1.png");
      Files.write(folder.resolve(name), Files.readAllBytes(source));
    }
    Path file = Files.write(folder.resolve("labels.csv"), List.of(text.split("/")));
    assertRefused(
        message.strip(),
        "train",
        "--base",
        "demo_vgg",
        "--data",
        folder,
        "--labels",
        file,
        "--task",
        task,
        "--size",
        96,
        "--runs",
        home.resolve("none"));
  }

  @Test
  void whatMakesNoSenseIsRefused() throws IOException {
    String runs = home.resolve("none").toString();
    assertRefused(
        "--task multi-label needs --labels",
        "train",
        "--base",
        "demo_vgg",
        "--data",
        "data/logos",
        "--task",
        "multi-label",
        "--runs",
        runs);
    List<Object> weights = new ArrayList<>(List.of(line("train", "--class-weights", "auto")));
    assertRefused("--class-weights goes with --task classes", weights.toArray());
    assertRefused(
        "--unknown-below goes with models of classes",
        "predict",
        "--run",
        run,
        "--unknown-below",
        "0.5",
        pictures.resolve("test-0-1-0.png"));
    assertRefused(
        "is of the task multi-label, and the images are of classes",
        "evaluate",
        "--run",
        run,
        "--data",
        DemoData.copyTo(home.resolve("brands")));
  }

  private static void assertRefused(String message, Object... arguments) throws IOException {
    List<Path> before = all();
    CommandRun.of(home, arguments).refused(message);
    assertThat(home.resolve("none")).doesNotExist();
    assertThat(all()).isEqualTo(before);
  }

  private static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(f -> !f.toString().contains("cache")).sorted().toList();
    }
  }

  private static Object[] line(String command, Object... more) {
    Object[] own = {
      "--data",
      pictures,
      "--labels",
      labels,
      "--task",
      "multi-label",
      "--size",
      96,
      "--runs",
      home.resolve("runs"),
      "--json"
    };
    String bases = command.equals("compare") ? "--bases" : "--base";
    return CommandRun.line(command, bases, "demo_vgg", own, more);
  }

  private static JsonNode predicted(Object... arguments) {
    Object[] line = CommandRun.line("predict", "--json", arguments);
    return done(line).json().path("images").get(0);
  }

  private static CommandRun done(Object... arguments) {
    return CommandRun.of(home, arguments).succeeded();
  }
}
