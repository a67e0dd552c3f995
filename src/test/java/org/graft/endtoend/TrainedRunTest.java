package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.graft.train.RunFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be done with one trained run, and what is refused before it costs anything. */
class TrainedRunTest {
  private static final String ACCURACY = "test_accuracy";
  private static final String TRAIN = "train --base demo_vgg --data DATA --size 32 --epochs 2";

  @TempDir static Path home;

  private static Path run;

  @BeforeAll
  static void trainAndExport() throws IOException {
    DemoData.copyTo(home.resolve("data"));
    Files.writeString(home.resolve("text.txt"), "no model, no picture");
    Files.copy(home.resolve("text.txt"), home.resolve("broken.jpg"));
    Path leak = DemoData.copyTo(home.resolve("leak"));
    Files.copy(leak.resolve("train/Alvero/001.jpg"), leak.resolve("test/Alvero/009.jpg"));
    oneClassFolderEach("flat", 2);
    oneClassFolderEach("single", 1);
    done("import --keras data/networks/demo_vgg.h5");
    done("import --keras data/networks/demo_inception.h5");
    run = Path.of(done(TRAIN + " --runs HOME/runs --json").json().path("run").asText());
    Files.move(run, home.resolve("runs/trained"));
    run = home.resolve("runs/trained");
    done("export --run RUN --out HOME/model.onnx");
  }

  private static void oneClassFolderEach(String name, int images) throws IOException {
    for (String brand : List.of("Alvero", "Brimsol")) {
      Path folder = Files.createDirectories(home.resolve(name).resolve(brand));
      for (int i = 1; i <= images; i++) {
        Files.copy(
            home.resolve("data/train").resolve(brand).resolve("00" + i + ".jpg"),
            folder.resolve(i + ".jpg"));
      }
    }
  }

  @Test
  void runFolderHoldsRecordMetricsTablesAndModel() throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> run.relativize(f).toString()))
          .contains(
              "run.json",
              "metrics.jsonl",
              "confusion.csv",
              "predictions.csv",
              "model/plan.json",
              "model/weights.npz");
    }
    assertThat(Files.readAllLines(run.resolve("predictions.csv"))).hasSize(1 + 9);
  }

  @Test
  void everyCommandEndsWithWhatComesNext() {
    CommandRun again =
        done("train --like trained --runs HOME/runs --base demo_inception --recipe seed");
    assertThat(again.err())
        .contains("training a head for 3 classes on demo_inception, 32 px, recipe seed")
        .contains("epoch 2 of 2", "  loss ", "next: graft ");
    assertThat(done("export --runs HOME/runs --out HOME/newest.onnx").err())
        .contains("next: graft predict --model " + home.resolve("newest.onnx") + " IMAGE");
    assertThat(graft("train --like nowhere --runs HOME/runs").err()).contains("no run 'nowhere'");
    assertThat(graft("train --like").err()).contains("--like needs a value behind it");
  }

  @Test
  void aRunAtTheBaseRateIsSentToTheDoctorWithItsOptions() {
    CommandRun lame = done(TRAIN + " --learning-rate 1e-9 --recipe seed --runs HOME/lame");
    assertThat(lame.err())
        .contains("next: graft doctor --base demo_vgg --data " + home.resolve("data"))
        .contains("--learning-rate 1e-9 --recipe seed");
  }

  @Test
  void crossValidationTestsEveryTrainingImageOnce() {
    JsonNode found =
        done(TRAIN + " --folds 3 --augment flip --variants 2 --runs HOME/folds --json").json();
    JsonNode folds = found.path("cross_validation");
    assertThat(folds.path("fold_accuracies")).hasSize(3);
    for (JsonNode accuracy : folds.path("fold_accuracies")) {
      assertThat(accuracy.asDouble() * 6)
          .isCloseTo(Math.rint(accuracy.asDouble() * 6), within(1e-9));
    }
    CommandRun few =
        graft("train --base demo_vgg --data DATA --size 32 --folds 99 --runs HOME/folds");
    assertThat(few.exitCode()).isEqualTo(2);
    assertThat(few.err()).contains("cannot deal 18 images into 99 parts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--model HOME/model.onnx", "--run RUN", "--run trained --runs HOME/runs"})
  void everyTestImageIsPredictedAsInTheRunsTable(String model) throws IOException {
    List<String> table = Files.readAllLines(run.resolve("predictions.csv"));
    List<String> header = List.of(table.get(0).split(","));
    List<String[]> rows = table.stream().skip(1).map(line -> line.split(",")).toList();
    String images = String.join(" ", rows.stream().map(row -> row[0]).toList());
    JsonNode answers = done("predict " + model + " --json " + images).json().path("images");
    assertThat(answers).hasSize(9);
    for (int i = 0; i < rows.size(); i++) {
      String[] row = rows.get(i);
      assertThat(answers.path(i).path("path").asText()).isEqualTo(row[0]);
      JsonNode top = answers.path(i).path("top");
      assertThat(top).hasSize(3);
      assertThat(top.path(0).path("label").asText()).isEqualTo(row[2]);
      for (JsonNode guess : top) {
        assertThat(guess.path("probability").asDouble())
            .isCloseTo(
                Double.parseDouble(row[header.indexOf(guess.path("label").asText())]),
                within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import --keras data/networks/demo_vgg.h5 | base layers parameters sha256",
        "bases | bases",
        "audit --data DATA | train test classes leaks near_leaks warnings findings seconds",
        "layers --base demo_vgg | base layers parameters rows",
        "evaluate --run RUN --data DATA | run test_accuracy base_rate seconds images",
        "export --run RUN --out HOME/a.onnx | file max_abs_difference top1_agreement",
        "export --run RUN --format flatbuffers --out HOME/a.fb"
            + " | file max_abs_difference top1_agreement",
        "features --base demo_vgg --data DATA --size 32 --preprocessing catalogue --out HOME/f.npy"
            + " | images width engine seconds file",
        "cache list | entries bytes limit folder",
        "cache verify | images damaged",
        "predict --model HOME/model.onnx IMAGE | images",
        "predict --run RUN IMAGE | images",
        TRAIN + " --runs HOME/more | run test_accuracy base_rate seconds images",
        "compare --bases demo_vgg --data DATA --size 32 --epochs 1 --runs HOME/more | rows"
      })
  void jsonIsTheOnlyLineOfStandardOutput(String line, String fields) {
    CommandRun answer = done(line + " --json --quiet");
    assertThat(answer.out().lines()).hasSize(1);
    assertThat(answer.json().fieldNames()).toIterable().contains(fields.strip().split(" "));
    assertThat(done(line + " --quiet").out()).isNotEmpty().doesNotContain("{");
  }

  @Test
  void quietSilencesProgressButNotResults() {
    CommandRun loud = done(TRAIN + " --runs HOME/quiet");
    assertThat(loud.err()).contains("train: 18 of 18 images", "epoch 2 of 2");
    CommandRun quiet = done(TRAIN + " --runs HOME/quiet --quiet");
    assertThat(quiet.err()).isEmpty();
    assertThat(quiet.out()).contains("test accuracy", "run in ");
    assertThat(done("evaluate --run RUN --data DATA").err()).contains("test: 9 of 9 images");
    assertThat(done("evaluate --run RUN --data DATA --quiet").err()).isEmpty();
  }

  @Test
  void leakIsNoObstacleToOneWhoAllowsIt() {
    CommandRun answer =
        done(
            "train --base demo_vgg --data HOME/leak --size 32 --epochs 1 --allow-leak"
                + " --runs HOME/leaky");
    assertThat(answer.err())
        .contains("warning: leak: train/Alvero/001.jpg and test/Alvero/009.jpg");
  }

  @Test
  void compareTellsAccuracyIntervalAndVerdictOfEachBase() {
    JsonNode rows =
        done("compare --bases demo_vgg,demo_inception --data DATA --size 32 --epochs 2"
                + " --runs HOME/compared --json")
            .json()
            .path("rows");
    assertThat(rows.findValuesAsText("base")).containsExactly("demo_vgg", "demo_inception");
    for (JsonNode row : rows) {
      assertThat(row.has("cause")).isTrue();
      assertThat(row.path("verdict").asText()).isIn("converges", "weak", "base-rate");
      assertThat(row.path("test_accuracy").asDouble())
          .isBetween(row.path("ci95").path(0).asDouble(), row.path("ci95").path(1).asDouble());
    }
  }

  @Test
  void spacesAndEmptyNamesInAListOfBasesDoNoHarm() {
    JsonNode rows =
        CommandRun.of(
                home,
                "compare",
                "--bases",
                " demo_vgg, ",
                "--data",
                home.resolve("data"),
                "--size",
                32,
                "--epochs",
                1,
                "--runs",
                home.resolve("spaces"),
                "--json")
            .json()
            .path("rows");
    assertThat(rows.findValuesAsText("base")).containsExactly("demo_vgg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--model HOME/model.onnx", "--run RUN"})
  void anUnreadableImageIsNamedAndLeftOutOfPredictions(String model) {
    CommandRun answer = done("predict " + model + " HOME/broken.jpg IMAGE --json");
    assertThat(answer.err()).contains("warning: skipped: " + home.resolve("broken.jpg"));
    assertThat(answer.json().path("images").findValuesAsText("path"))
        .containsExactly(filled("IMAGE"));
  }

  /** The base has nothing to do, and what it would have made is kept once. */
  @Test
  void evaluateRunsOnTheFeaturesThatTrainingKept() {
    String kept = done("cache list --json").json().path("entries").findValuesAsText("images") + "";
    double accuracy =
        done("evaluate --run RUN --data DATA --json").json().path(ACCURACY).asDouble();
    assertThat(accuracy).isEqualTo(RunFolder.record(run).testAccuracy());
    String without = "evaluate --run RUN --data DATA --json --no-cache --engine samediff";
    assertThat(done(without).json().path(ACCURACY).asDouble()).isEqualTo(accuracy);
    assertThat(done("cache list --json").json().path("entries").findValuesAsText("images") + "")
        .isEqualTo(kept);
  }

  @Test
  void evaluateNamesAndCountsUnreadableImages() throws IOException {
    Path spoilt = DemoData.copyTo(home.resolve("spoilt"));
    Path broken = Files.writeString(spoilt.resolve("test/Alvero/zz.jpg"), "no picture");
    CommandRun answer = done("evaluate --run RUN --data HOME/spoilt --json");
    assertThat(answer.err()).contains("warning: skipped: " + broken);
    assertThat(answer.json().path("skipped").asInt()).isEqualTo(1);
    assertThat(answer.json().path("images").asInt()).isEqualTo(9);
    assertRefused("evaluate --run RUN --data HOME/spoilt --strict", broken.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "predict --run RUN --model HOME/model.onnx IMAGE | give one of --model FILE.onnx, ",
        "predict --run RUN --base demo_vgg IMAGE | give one of --model FILE.onnx, ",
        "predict --model HOME/model.onnx | no image is given",
        "predict --model HOME/model.onnx HOME/none.jpg | no such image: HOME/none.jpg",
        "predict --run RUN --threads 2 IMAGE | --threads and --batch go with --model",
        "predict --model HOME/text.txt IMAGE | HOME/text.txt: ONNX Runtime cannot load it",
        "predict --model HOME IMAGE | there is no file HOME",
        "predict --model HOME/model.onnx --engine samediff IMAGE | --engine, --precision, --no-cache",
        "predict --run RUN --size 64 IMAGE | --size, --interpolation and --labels go with --base",
        "predict --run RUN --interpolation bicubic IMAGE | --size, --interpolation and --labels",
        "predict --run RUN --strict HOME/broken.jpg IMAGE | HOME/broken.jpg: cannot be decoded",
        "predict --model HOME/model.onnx --strict HOME/broken.jpg | HOME/broken.jpg: cannot be",
        "predict --run HOME/runs/trainde IMAGE | there is no run 'HOME/runs/trainde'",
        "predict --run trainde --runs HOME/runs IMAGE | there is no run 'trainde', neither",
        "evaluate --run DATA --data DATA | there is no run 'DATA'",
        "evaluate --run RUN --data HOME/runs | no images in the folders of HOME/runs",
        "export --run RUN --out HOME | HOME is a folder; --out takes the file to write",
        "export --run RUN --out HOME/text.txt/m.onnx | HOME/text.txt is a file; --out needs a folder",
        "export --run RUN --out HOME/m --format ONNX | there is no format 'ONNX'; there are onnx",
        TRAIN + " --runs HOME/text.txt | HOME/text.txt is a file; --runs needs a folder there",
        TRAIN + " --runs HOME/text.txt/runs | HOME/text.txt is a file; --runs needs a folder there",
        "train --base demo_vgg --data HOME/text.txt | HOME/text.txt is a file",
        "train --base demo_vgg --data HOME/flat --size 32 --split 0 --early-stopping 2 | --split 0 learns from all images",
        "train --base demo_vgg --data HOME/flat --size 32 --split 1 | the test share is 1.0",
        "train --base demo_vgg --data HOME/flat --size 32 --split -0.1 | the test share is -0.1",
        "train --base demo_vgg --data HOME/single --size 32 | no image of HOME/single is kept",
        "train --base demo_vgg --data HOME/leak --size 32 | 1 picture is both in train and in test",
        "compare --bases demo_vgg --data HOME/leak --size 32 | 1 picture is both in train and in",
        "compare --bases , --data DATA | --bases names no base",
        "compare --bases demo_vgg,demo_inception --data DATA --size 16 --runs HOME/early"
            + " | demo_inception takes images of at least 27 px, not 16",
        "download vgg16 --to HOME/text.txt | HOME/text.txt is a file; --to needs a folder there",
      })
  void isRefusedInOneLineBeforeAnythingIsWritten(String line, String message) throws IOException {
    List<Path> before = files();
    assertRefused(line, filled(message.strip()));
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--model HOME/model.onnx", "--run RUN"})
  void noReadableImageAtAllIsWrongInput(String model) {
    CommandRun answer = graft("predict " + model + " HOME/broken.jpg");
    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err().lines()).hasSize(2).last().asString().startsWith("graft: none of ");
  }

  private static void assertRefused(String line, String message) {
    CommandRun answer = graft(line + " --quiet");
    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err().lines().filter(l -> !l.startsWith("warning: ")))
        .singleElement()
        .asString()
        .startsWith("graft: " + message);
  }

  private static CommandRun done(String line) {
    return graft(line).succeeded();
  }

  private static CommandRun graft(String line) {
    return CommandRun.of(home, (Object[]) filled(line).split(" +"));
  }

  private static String filled(String line) {
    return line.replace("RUN", String.valueOf(run))
        .replace("IMAGE", "DATA/test/Alvero/001.jpg")
        .replace("DATA", "HOME/data")
        .replace("HOME", home.toString());
  }

  /** But for digests, which are kept of files that have not changed for two seconds. */
  private static List<Path> files() throws IOException {
    Path digests = home.resolve("cache/digests");
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(file -> !file.startsWith(digests)).sorted().toList();
    }
  }
}
