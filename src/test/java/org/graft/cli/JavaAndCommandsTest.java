package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.graft.api.Graft;
import org.graft.api.ImportedBase;
import org.graft.api.JobListener;
import org.graft.api.LabelledImages;
import org.graft.api.RunsFolder;
import org.graft.api.SavedRun;
import org.graft.api.TrainedModel;
import org.graft.api.Training;
import org.graft.engine.EngineChoice;
import org.graft.engine.EngineSettings;
import org.graft.engine.Precision;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.train.EpochMetrics;
import org.graft.train.LiveRun;
import org.graft.train.Phase;
import org.graft.train.TrainRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    Phase second = Phase.FINE_TUNE.with(Phase.FINE_TUNE.schedule().withEpochs(1));
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
    CommandRun run = CommandRun.of(home, words);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }
}
