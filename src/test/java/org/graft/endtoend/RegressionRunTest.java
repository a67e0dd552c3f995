package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.graft.fixture.RealPython;
import org.graft.predict.OnnxModel;
import org.graft.storage.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How bright the demo pictures are, in percent, from their labels file to every form of the model.
 */
class RegressionRunTest {
  private static final Path LOGOS = Path.of("data/logos");

  @TempDir private static Path home;

  private static Path labels;
  private static JsonNode trained;
  private static String run;

  @BeforeAll
  static void train() throws IOException {
    labels = home.resolve("bright.csv");
    List<String> lines = new ArrayList<>(List.of("path,number,split"));
    try (Stream<Path> files = Files.walk(LOGOS)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*0[01]\\d\\.jpg")).sorted().toList()) {
        Path own = LOGOS.relativize(file);
        lines.add(own + "," + brightness(file) + "," + own.getName(0));
      }
    }
    Files.write(labels, lines);
    done("import", "--keras", DemoData.VGG);
    trained = done(line("train", "--epochs", 60)).json();
    run = trained.path("run").asText();
  }

  private static String brightness(Path file) throws IOException {
    BufferedImage picture = ImageIO.read(file.toFile());
    double sum = 0;
    for (int rgb :
        picture.getRGB(
            0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth())) {
      sum += (rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff);
    }
    double mean = sum / 3 / 255 / picture.getWidth() / picture.getHeight();
    return String.format(Locale.ROOT, "%.4f", 100 * mean);
  }

  @Test
  void learnsTheNumberAndIsHeldAgainstTheMean() throws IOException {
    assertThat(trained.path("r2").asDouble()).isGreaterThan(0.5);
    assertThat(trained.path("r2_base").asDouble()).isLessThanOrEqualTo(0);
    assertThat(trained.path("mae").asDouble()).isLessThan(trained.path("mae_base").asDouble());
    assertThat(trained.path("rmse").asDouble()).isLessThan(trained.path("rmse_base").asDouble());
    assertThat(trained.has("test_accuracy")).isFalse();
    JsonNode record = Json.parse(Files.readString(Path.of(run, "run.json")), Path.of("run.json"));
    assertThat(record.has("test_accuracy")).isFalse();
    assertThat(record.path("asked").path("task").asText()).isEqualTo("regression");
    assertThat(Files.readString(Path.of(run, "report.html")))
        .contains("R²", "Greatest errors", "MAE")
        .doesNotContain("Confusion", "Accuracy");
    assertThat(Files.readString(Path.of(run, "metrics.jsonl"))).doesNotContain("accuracy");
  }

  @Test
  void evaluatesToTheSameFigures() {
    JsonNode evaluated =
        done(
                "evaluate",
                "--run",
                run,
                "--data",
                LOGOS,
                "--labels",
                labels,
                "--task",
                "regression",
                "--json")
            .json();
    for (String figure : List.of("r2", "mae", "rmse", "r2_base")) {
      assertThat(evaluated.path(figure).asDouble())
          .as(figure)
          .isCloseTo(trained.path(figure).asDouble(), within(1e-4));
    }
  }

  @Test
  void everyFormOfTheModelGivesTheSameNumber() throws Exception {
    Path onnx = home.resolve("bright.onnx");
    CommandRun exported = done("export", "--run", run, "--out", onnx, "--json");
    assertThat(exported.json().path("r2").asDouble()).isEqualTo(trained.path("r2").asDouble());
    assertThat(exported.json().path("max_abs_difference").asDouble()).isLessThan(1e-3);
    Path picture = LOGOS.resolve("test/Alvero/001.jpg");
    double number = predicted("--model", onnx, picture).path("number").asDouble();
    assertThat(number).isBetween(0.0, 120.0);
    assertThat(predicted("--run", run, picture).path("number").asDouble())
        .isCloseTo(number, within(1e-3));
    JsonNode served = ServedOnce.answer(onnx, picture);
    assertThat(served.path("number").asDouble()).isCloseTo(number, within(1e-3));
    assertThat(served.has("top")).isFalse();
    String csv = done("predict", "--model", onnx, picture, "--format", "csv").out();
    assertThat(csv.lines().toList().get(0)).isEqualTo("path,number");
    try (OnnxModel model = OnnxModel.open(onnx)) {
      assertThat(model.card().toMetadata())
          .containsEntry("graft.task", "regression")
          .containsKeys("graft.output", "graft.measures")
          .doesNotContainKey("graft.test_accuracy");
      assertThat((double) model.number(ImageIO.read(picture.toFile())))
          .isCloseTo(number, within(1.0));
    }
    Path bundle = home.resolve("bundle");
    done("export", "--run", run, "--bundle", bundle);
    assertThat(Files.readString(bundle.resolve("README.md")))
        .contains("A model that gives a number for an image", "R² of this file", "the mean's");
    String printed = BundleTest.java(home.resolve("classes"), bundle, List.of(picture));
    assertThat(Double.parseDouble(printed.strip().split("\t")[1])).isCloseTo(number, within(1e-2));
    assertThat(Files.readString(bundle.resolve("triton/demo_vgg/config.pbtxt")))
        .contains("name: \"number\"", "dims: [ 1 ]", "string_value: \"regression\"")
        .doesNotContain("label_filename");
    assertThat(bundle.resolve("labels.txt")).doesNotExist();
  }

  /** On ONNX Runtime in Python. */
  @Test
  @Tag("oracle")
  void thePythonExampleGivesTheNumberThatPredictGives() {
    RealPython.require();
    Path bundle = home.resolve("python");
    done("export", "--run", run, "--bundle", bundle);
    for (String picture : List.of("test/Alvero/001.jpg", "test/Brimsol/001.jpg")) {
      Path file = LOGOS.resolve(picture);
      String script = bundle.resolve("predict.py").toString();
      String printed = RealPython.run(script, bundle.resolve("model.onnx"), file);
      double number =
          predicted("--model", bundle.resolve("model.onnx"), file).path("number").asDouble();
      assertThat(Double.parseDouble(printed.strip().split("\t", -1)[1]))
          .isCloseTo(number, within(1e-2));
    }
  }

  @Test
  void flatBuffersAndInt8FilesAreProvedToo() {
    for (String purpose : List.of("inference", "training")) {
      Path file = home.resolve(purpose + ".fb");
      CommandRun flat =
          done("export", "--run", run, "--format", "flatbuffers", "--for", purpose, "--out", file);
      assertThat(flat.out()).contains("same number on 100 %");
    }
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
        .isEqualTo(trained.path("r2").asDouble());
  }

  @Test
  void comparesByRSquaredAndControlsFallToTheMean() {
    JsonNode compared = done(line("compare", "--epochs", 10)).json();
    assertThat(compared.path("rows").get(0).path("score").asDouble()).isLessThan(1);
    for (JsonNode control : compared.path("controls")) {
      switch (control.path("name").asText()) {
        case "probe" -> assertThat(control.path("verdict").asText()).isEqualTo("converges");
        case "permuted labels" ->
            assertThat(control.path("verdict").asText()).isEqualTo("base-rate");
        default -> assertThat(control.path("name").asText()).isEqualTo("base rate");
      }
    }
  }

  @Test
  void trainsByHuberWithASecondPhaseAndByRidgeRegression() {
    JsonNode tuned =
        done(line(
                "train",
                "--loss",
                "huber",
                "--epochs",
                5,
                "--fine-tune-from",
                "block4",
                "--fine-tune-epochs",
                2))
            .json();
    assertThat(tuned.path("rmse").asDouble()).isPositive();
    assertThat(done(line("train", "--head", "logistic")).json().path("r2").asDouble())
        .isGreaterThan(0.4);
  }

  /** On the terminal, in JSON and on the page by the score of the task. */
  @Test
  @Tag("oracle")
  void theDoctorExaminesByTheScoreOfTheTask() throws IOException {
    CommandRun examined = done(line("doctor", "--epochs", 5));
    JsonNode json = examined.json();
    assertThat(json.path("score").asText()).isEqualTo("R²");
    assertThat(json.path("score_before").isNumber()).isTrue();
    assertThat(json.path("accuracy_before").isNull()).isTrue();
    assertThat(json.path("evidence").has("probe_r2")).isTrue();
    assertThat(json.path("evidence").path("chance").asText()).startsWith("not applicable: ");
    assertThat(examined.err()).contains("R² ").doesNotContain("accuracy  0.");
    assertThat(Files.readString(Path.of(json.path("report").asText())))
        .contains("By R² on the test images", "not applicable: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "path,number/a.jpg,one/b.jpg,2; regression; line 2",
        "path,number/a.jpg,NaN/b.jpg,2; regression; line 2",
        "path,number/a.jpg,Infinity/b.jpg,2; regression; line 2",
        "path,number/a.jpg,1e999/b.jpg,2; regression; line 2",
        "path,number/a.jpg,3/b.jpg,3; regression; has the number 3.0: expected at least two numbers",
        "path,label/a.jpg,x/b.jpg,y; regression; it has the column label: expected number",
        "path,number/a.jpg,3/b.jpg,4; classes; it has the column number: expected label",
        "path,number,label/a.jpg,3,x/b.jpg,4,y; regression; mixed tasks"
      })
  void badInputIsOneLineAndNothingIsWritten(String text, String task, String message)
      throws IOException {
    Path folder = Files.createDirectories(home.resolve("bad"));
    for (String name : List.of("a", "b")) {
      Path source = LOGOS.resolve("test/Alvero/00" + (name.equals("a") ? 1 : 2) + ".jpg");
      Files.write(folder.resolve(name + ".jpg"), Files.readAllBytes(source));
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
        "--runs",
        home.resolve("none"));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertRefused(
        "--task regression needs --labels",
        "train",
        "--base",
        "demo_vgg",
        "--data",
        LOGOS,
        "--task",
        "regression",
        "--runs",
        home.resolve("none"));
    assertRefused(
        "--loss goes with --task regression",
        "train",
        "--base",
        "demo_vgg",
        "--data",
        LOGOS,
        "--loss",
        "mse",
        "--runs",
        home.resolve("none"));
    assertRefused("there is no loss 'l1'", line("train", "--loss", "l1"));
    assertRefused(
        "this one gives a number",
        "predict",
        "--run",
        run,
        "--unknown-below",
        "0.5",
        LOGOS.resolve("test/Alvero/001.jpg"));
  }

  private static void assertRefused(String message, Object... arguments) {
    CommandRun.of(home, arguments).refused(message);
    assertThat(home.resolve("none")).doesNotExist();
  }

  private static Object[] line(String command, Object... more) {
    Object[] own = {
      "--data",
      LOGOS,
      "--labels",
      labels,
      "--task",
      "regression",
      "--size",
      64,
      "--allow-leak",
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
