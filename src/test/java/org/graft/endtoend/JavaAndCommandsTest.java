package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.graft.api.Answer;
import org.graft.api.Auditing;
import org.graft.api.Compared;
import org.graft.api.Comparing;
import org.graft.api.ComparisonListener;
import org.graft.api.Computing;
import org.graft.api.Diagnosed;
import org.graft.api.Evaluated;
import org.graft.api.Exported;
import org.graft.api.Exporting;
import org.graft.api.Extracted;
import org.graft.api.Floor;
import org.graft.api.Graft;
import org.graft.api.Heads;
import org.graft.api.ImageForm;
import org.graft.api.ImportedBase;
import org.graft.api.JobListener;
import org.graft.api.LabelledImages;
import org.graft.api.OnnxForm;
import org.graft.api.Preparation;
import org.graft.api.RunsFolder;
import org.graft.api.SavedRun;
import org.graft.api.Testing;
import org.graft.api.TrainedModel;
import org.graft.api.Training;
import org.graft.api.TrainingData;
import org.graft.api.Variation;
import org.graft.audit.Finding;
import org.graft.card.Layout;
import org.graft.card.PixelType;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.graft.doctor.Diagnosis;
import org.graft.engine.Precision;
import org.graft.engine.selection.EngineChoice;
import org.graft.engine.selection.EngineSettings;
import org.graft.experiment.ComparisonRow;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.image.FolderRules;
import org.graft.image.ImageSource;
import org.graft.image.Role;
import org.graft.plan.Preprocessing;
import org.graft.storage.Json;
import org.graft.train.EpochMetrics;
import org.graft.train.LiveRun;
import org.graft.train.Phase;
import org.graft.train.Recipe;
import org.graft.train.TrainRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What jobs give in a Java program is what the commands give, to the bit. */
class JavaAndCommandsTest {
  private static final EngineSettings SAMEDIFF =
      new EngineSettings(EngineChoice.SAMEDIFF, Precision.FLOAT32, false);

  @TempDir static Path home;

  private static Path data;
  private static ImportedBase base;
  private static Path trained;

  @BeforeAll
  static void train() throws IOException {
    data = home.resolve("data");
    DemoData.copyTo(data);
    done("import --keras " + DemoData.VGG);
    base = Graft.openBase(home, "demo_vgg");
    trained =
        Path.of(
            done("train --base demo_vgg --data DATA --size 32 --epochs 2 --folds 2 --seed 7"
                    + " --augment flip --variants 2 --fine-tune-from block2 --fine-tune-epochs 1"
                    + " --engine samediff --no-cache --runs HOME/command --json")
                .json()
                .path("run")
                .asText());
  }

  /** The same training. */
  private static Training training() {
    Phase second = Phase.FINE_TUNE.withSchedule(Phase.FINE_TUNE.schedule().withEpochs(1));
    return base.on(data)
        .size(32)
        .epochs(2)
        .folds(2)
        .augment("flip", 2)
        .seed(7)
        .fineTuneFrom("block2", second)
        .engines(SAMEDIFF);
  }

  @Test
  void aRunInAFolderIsThatOfTheCommand() throws IOException {
    SavedRun run = training().trainIn(RunsFolder.at(home.resolve("java")), JobListener.SILENT);
    requireSame(run.folder(), trained);
    assertThat(files(run.folder())).isEqualTo(without("command.txt", files(trained)));
    assertThat(run.model().crossValidation()).isPresent();
  }

  @Test
  void aModelThatIsSavedIsTheRunAndIsReadBack() throws IOException {
    TrainedModel model = training().train();
    SavedRun saved = model.save(home.resolve("saved/model"));
    requireSame(saved.folder(), trained);
    assertThat(files(saved.folder())).isEqualTo(without("command.txt", files(trained)));
    TrainedModel opened = Graft.openRun(saved.folder()).model();
    assertThat(opened.run().metrics()).hasSize(3);
    assertThat(opened.evaluate(data).accuracy()).isEqualTo(model.evaluation().accuracy());
    assertThat(opened.evaluation().probabilities().values())
        .isEqualTo(model.evaluation().probabilities().values());
    assertThat(opened.toSameDiff().outputs()).hasSize(1);
    assertThat(opened.exportOnnx(home.resolve("saved.onnx")).top1Agreement()).isEqualTo(1);
    assertThatThrownBy(() -> model.save(saved.folder()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is there already");
  }

  /** By a listener that fails behind the first phase, where a checkpoint is. */
  @Test
  void whatWasLeftInJavaGoesOnInEither() throws IOException {
    for (boolean inJava : List.of(true, false)) {
      Path left = left(home.resolve("left-" + inJava));
      SavedRun run = Graft.openRun(left);
      assertThat(run.isFinished()).isFalse();
      assertThatThrownBy(run::model)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("is not finished");
      if (inJava) {
        run.resume(base);
      } else {
        done("resume " + left);
      }
      requireSame(left, trained);
      assertThat(run.model().evaluation().images()).isEqualTo(9);
      assertThatThrownBy(() -> run.resume(base))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("there is nothing to resume");
    }
  }

  private static Path left(Path runs) {
    List<Path> kept = new ArrayList<>();
    JobListener failing =
        new JobListener() {
          @Override
          public void epoch(EpochMetrics metrics, int of) {
            if (metrics.phase().equals("fine-tune")) {
              throw new WorkFailedException("left");
            }
          }

          @Override
          public void kept(Path run) {
            kept.add(run);
          }
        };
    assertThatThrownBy(() -> training().trainIn(RunsFolder.at(runs), failing)).hasMessage("left");
    assertThat(kept).singleElement().satisfies(run -> assertThat(run).exists());
    return kept.get(0);
  }

  @Test
  void aRunGoesOnOnItsOwnBaseAloneAndIsClosedTwice() {
    TrainRequest request = Graft.openRun(left(home.resolve("other"))).request();
    LiveRun live =
        LiveRun.begin(home.resolve("twice"), "another", request, Instant.now(), folder -> {});
    live.close();
    live.close();
    SavedRun run = Graft.openRun(live.folder());
    assertThatThrownBy(() -> run.resume(base))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("was begun on the base another");
    assertThatThrownBy(() -> Graft.openRun(home))
        .isInstanceOf(InputException.class)
        .hasMessage("there is no run in " + home);
    LabelledImages images = new LabelledImages().add(new byte[] {1}, "a");
    images.close();
    images.close();
  }

  /** Answers of either kind, from the same file and one by one. */
  @ParameterizedTest
  @CsvSource({"multi-label, labels", "regression, number"})
  void otherTasksAreThoseOfTheCommand(String task, String column) throws IOException {
    Path file = home.resolve(column + ".csv");
    List<String> lines = new ArrayList<>(List.of("path," + column + ",split"));
    LabelledImages images = new LabelledImages();
    for (Path each : pictures()) {
      String brand = each.getParent().getFileName().toString();
      int number = each.getFileName().toString().charAt(2) - '0';
      boolean odd = number % 2 == 1;
      boolean train = each.toString().contains("train");
      String labels = odd ? brand + "|odd" : brand;
      lines.add(
          data.relativize(each)
              + ","
              + (task.equals("regression") ? number : labels)
              + ","
              + (train ? "train" : "test"));
      images
          .as(train ? Role.TRAIN : Role.TEST)
          .add(
              each,
              task.equals("regression")
                  ? Answer.number(number)
                  : Answer.labels(odd ? List.of("odd", brand) : List.of(brand)));
    }
    Files.write(file, lines);
    Path told =
        Path.of(
            done("train --base demo_vgg --data DATA --size 32 --epochs 2 --engine samediff"
                    + " --no-cache --early-stopping 2 --runs HOME/tasks --json --task "
                    + task
                    + " --labels "
                    + file)
                .json()
                .path("run")
                .asText());
    for (ImageSource source : List.of(images, ImageSource.labelsFile(file, data))) {
      Training training = base.on(source).size(32).epochs(2).engines(SAMEDIFF);
      Recipe recipe = training.recipe();
      Phase phase = recipe.phase();
      Phase patient = new Phase(phase.optimizer(), phase.schedule(), phase.weightDecay(), 2);
      TrainedModel model = training.recipe(recipe.withPhase(patient)).train();
      SavedRun saved = model.save(home.resolve(task + source.getClass().getSimpleName()));
      assertThat(sameWeights(saved.folder(), told)).isTrue();
      assertThat(model.evaluate(source).measures().score())
          .isEqualTo(model.evaluation().measures().score());
    }
    Path picture = pictures().get(0);
    assertThatThrownBy(() -> new LabelledImages().add(picture, "a").add(picture, Answer.number(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has a number, and images before it a label");
  }

  /** Not in the order in which trainings have them. */
  private static List<Path> pictures() throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.filter(Files::isRegularFile).sorted(Comparator.reverseOrder()).toList();
    }
  }

  @Test
  void featuresAreThoseOfTheCommand() throws IOException {
    done(
        "features --base demo_vgg --data DATA --size 32 --engine samediff --no-cache"
            + " --out HOME/command.npy");
    Extracted found =
        base.features(TrainingData.of(data))
            .images(ImageForm.USUAL.withSide(32))
            .computing(Computing.USUAL.withEngines(SAMEDIFF))
            .run(JobListener.SILENT);
    found.write(home.resolve("java.npy"));
    assertThat(found.features().count()).isEqualTo(27);
    for (String ending : List.of(".npy", ".npy.csv")) {
      assertThat(Files.mismatch(home.resolve("command" + ending), home.resolve("java" + ending)))
          .isEqualTo(-1);
    }
  }

  @Test
  void aTestOnOtherImagesIsThatOfTheCommand() {
    JsonNode told =
        done("evaluate --run " + trained + " --data DATA --engine samediff --no-cache --json")
            .json();
    Testing asked =
        Testing.on(ImageSource.folder(data, FolderRules.USUAL))
            .computing(Computing.USUAL.withEngines(SAMEDIFF));
    Evaluated tested = Graft.openRun(trained).evaluate(asked, JobListener.SILENT);
    Map<String, Double> figures = tested.evaluation().figures();
    assertThat(figures).containsKeys("test_accuracy", "base_rate");
    figures.forEach((name, value) -> assertThat(told.path(name).asDouble()).isEqualTo(value));
    assertThat(tested.skipped()).isZero();
  }

  /** Made at the same moment, which the files say. */
  @Test
  void exportedFilesAreThoseOfTheCommand() throws IOException {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    Path told = home.resolve("told.onnx");
    CommandRun.of(
            home,
            clock,
            "export",
            "--run",
            trained,
            "--out",
            told,
            "--features",
            "--layout",
            "nchw",
            "--size",
            48)
        .succeeded();
    OnnxForm form =
        new OnnxForm(
            PixelType.UINT8,
            Layout.NCHW,
            OptionalInt.of(48),
            false,
            true,
            org.graft.export.onnx.OnnxPrecision.FLOAT32);
    Path own = home.resolve("own.onnx");
    Exporting exporting = Graft.openRun(trained).model().exporting().form(form).clock(clock);
    Exported exported = exporting.toOnnx(own);
    assertThat(Files.mismatch(own, told)).isEqualTo(-1);
    assertThat(exported.receipt().tested()).isPresent();
    assertThatThrownBy(() -> exporting.atLeast(new Floor(1, 1)).toOnnx(home.resolve("no.onnx")))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("nothing was written");
    assertThat(home.resolve("no.onnx")).doesNotExist();
  }

  /** Cells of either are found by the other, and rows differ by times and folders alone. */
  @Test
  void aComparisonIsThatOfTheCommand() {
    JsonNode told =
        done("compare --bases demo_vgg --data DATA --size 32 --epochs 16 --seeds 1,2"
                + " --grid learning-rate=0.003 --engine samediff --no-cache"
                + " --runs HOME/compared --json")
            .json();
    Training training = base.on(data).size(32).epochs(16).engines(SAMEDIFF);
    Comparing comparing =
        training
            .compare(List.of(base))
            .seeds(List.of(1L, 2L))
            .variations(List.of(Variation.NONE.withLearningRate(0.003)));
    List<String> heard = new ArrayList<>();
    ComparisonListener listener =
        new ComparisonListener() {
          @Override
          public void cell(String name, TrainRequest request) {
            heard.add(name + " " + request.seed());
          }
        };
    Compared compared = comparing.run(RunsFolder.at(home.resolve("java-compared")), listener);
    assertThat(heard).containsExactly("demo_vgg 1", "demo_vgg 2");
    assertThat(compared.page()).exists();
    assertThat(untimed(Json.tree(compared.comparison()))).isEqualTo(untimed(told)).hasSize(5);
    for (int cell = 0; cell < 2; cell++) {
      Path own = Path.of(compared.comparison().rows().get(0).cells().get(cell).run());
      JsonNode cells = told.path("rows").path(0).path("cells");
      assertThat(sameWeights(own, Path.of(cells.path(cell).path("run").asText()))).isTrue();
    }
    Compared again = comparing.run(RunsFolder.at(home.resolve("compared")), listener);
    assertThat(again.comparison().rows().stream().flatMap(row -> row.cells().stream()))
        .hasSize(2)
        .allMatch(ComparisonRow.Cell::reused);
  }

  /** Rows and controls without what differs from one time to the next. */
  private static List<String> untimed(JsonNode comparison) {
    List<JsonNode> all = new ArrayList<>();
    comparison.path("rows").forEach(all::add);
    comparison.path("controls").forEach(all::add);
    return all.stream()
        .map(
            each ->
                each.toString()
                    .replaceAll(
                        "\"(run|seconds|images_per_second|peak_mb)\":(\"[^\"]*\"|[^,}]*)", ""))
        .toList();
  }

  private static boolean sameWeights(Path run, Path other) {
    try {
      Path weights = Path.of("model/weights.npz");
      return Files.mismatch(run.resolve(weights), other.resolve(weights)) < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a run with the usual head, and of one with a head that is a graph of its own. */
  @Tag("reliability")
  @Tag("campaign")
  @ParameterizedTest
  @ValueSource(strings = {"dense", "attention"})
  void aDiagnosisIsThatOfTheCommand(String head) {
    JsonNode told =
        done("doctor --base demo_vgg --data DATA --size 32 --epochs 2 --preprocessing raw"
                + " --engine samediff --no-cache --runs HOME/examined --json --head "
                + head)
            .json();
    Training training =
        base.on(data)
            .size(32)
            .epochs(2)
            .preparation(Preparation.of(Preprocessing.RAW))
            .engines(SAMEDIFF);
    Training asked = head.equals("dense") ? training : training.head(Heads.attention(0.4, 64));
    Diagnosed found =
        asked.diagnose().run(RunsFolder.at(home.resolve("java-examined")), JobListener.SILENT);
    Diagnosis diagnosis = found.diagnosis();
    assertThat(found.page()).exists();
    assertThat(diagnosis.verdict()).hasToString(told.path("verdict").asText());
    assertThat(diagnosis.reason()).isEqualTo(told.path("reason").asText());
    assertThat(diagnosis.before()).isEqualTo(told.path("accuracy_before").asDouble());
    assertThat(Json.tree(diagnosis).path("evidence")).isEqualTo(told.path("evidence"));
    assertThat(Json.tree(diagnosis).path("changes")).isEqualTo(told.path("changes"));
    assertThat(trials(Json.tree(diagnosis))).isEqualTo(trials(told));
  }

  /** Without the remedies, which a Java program gets in terms of the API. */
  private static List<String> trials(JsonNode told) {
    List<String> trials = new ArrayList<>();
    for (JsonNode trial : told.path("trials")) {
      assertThat(trial.path("remedy").asText()).isNotEmpty();
      trials.add(trial.path("cause").asText() + " " + trial.path("score"));
    }
    return trials;
  }

  @Test
  void anAuditIsThatOfTheCommand() {
    JsonNode told = done("audit --data DATA --size 32 --json").json();
    Auditing.Audited audited = Auditing.of(TrainingData.of(data)).size(32).run();
    assertThat(audited.audit().train()).isEqualTo(told.path("train").asInt()).isEqualTo(18);
    assertThat(audited.audit().findings().stream().map(Finding::message).toList())
        .isEqualTo(told.path("findings").findValuesAsText("message"));
    assertThat(audited.refusal()).isEmpty();
  }

  private static void requireSame(Path run, Path other) throws IOException {
    for (String file : List.of("model/weights.npz", "model/plan.json", "predictions.csv")) {
      assertThat(Files.mismatch(run.resolve(file), other.resolve(file))).as(file).isEqualTo(-1);
    }
    assertThat(untimed(run)).isEqualTo(untimed(other)).hasSize(3);
  }

  private static List<String> untimed(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
        .map(line -> line.replaceFirst("\"seconds\":[^,}]*", ""))
        .toList();
  }

  private static List<String> files(Path run) throws IOException {
    try (Stream<Path> all = Files.walk(run)) {
      return all.map(file -> run.relativize(file).toString())
          .map(name -> name.replaceFirst("tfevents.*", "tfevents"))
          .sorted()
          .toList();
    }
  }

  private static List<String> without(String name, List<String> files) {
    return files.stream().filter(file -> !file.equals(name)).toList();
  }

  static CommandRun done(String line) {
    Object[] words =
        Arrays.stream(line.split(" "))
            .map(word -> word.replace("HOME", home.toString()).replace("DATA", data.toString()))
            .toArray();
    return CommandRun.of(home, words).succeeded();
  }
}
