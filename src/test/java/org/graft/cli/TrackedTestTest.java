package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.graft.train.BestEpochs;
import org.graft.train.EpochMetrics;
import org.graft.train.Evaluation;
import org.graft.train.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --track-test}: what Keras tells of {@code validation_data}, epoch by epoch. */
class TrackedTestTest {
  @TempDir Path home;

  private Path data;

  @BeforeEach
  void importBase() throws IOException {
    data = DemoData.copyTo(home.resolve("data"));
    assertThat(CommandRun.of(home, "import", "--keras", DemoData.VGG).exitCode()).isZero();
  }

  @Test
  void seedTellsTheTestImagesAfterEachEpochAndTheLastIsTheResult() throws IOException {
    Path run = run("--recipe", "seed", "--epochs", 4);
    List<EpochMetrics> epochs = RunFolder.metrics(run);
    Evaluation tested = RunFolder.evaluation(run);
    EpochMetrics last = epochs.get(3);
    assertThat(last.validationAccuracy()).isCloseTo(tested.accuracy(), within(1e-9));
    assertThat(last.validationLoss()).isCloseTo(tested.loss(), within(1e-5));
    assertThat(epochs).extracting(EpochMetrics::validationLoss).doesNotContainNull();
    assertThat(Files.readAllLines(run.resolve("metrics.csv")).get(0))
        .isEqualTo("phase,epoch,loss,accuracy,learning_rate,seconds,val_loss,val_accuracy");
    assertThat(Files.readString(run.resolve("report.html"))).contains(">test<");
    assertThat(run.resolve("validation")).isDirectory();
  }

  @Test
  void trackingChangesNoWeight() {
    Path plain = run("--epochs", 3, "--fine-tune-from", "block4", "--fine-tune-epochs", 2);
    Path tracked =
        run("--epochs", 3, "--fine-tune-from", "block4", "--fine-tune-epochs", 2, "--track-test");
    assertThat(RunFolder.metrics(plain))
        .extracting(EpochMetrics::validationLoss)
        .containsOnlyNulls();
    assertThat(RunFolder.metrics(tracked))
        .hasSize(5)
        .extracting(EpochMetrics::validationLoss)
        .doesNotContainNull();
    assertThat(RunFolder.trained(tracked)).isEqualTo(RunFolder.trained(plain));
  }

  @Test
  void imagesHeldOutHaveThePlaceOfTheTestImages() {
    train("--validation", 0.3, "--track-test")
        .refused("--track-test cannot be told beside images that are held out");
    Path seed = run("--recipe", "seed", "--epochs", 2, "--validation", 0.3);
    assertThat(seed.resolve("report.html")).content().contains(">held out<");
  }

  /** How long a final model learns is not to be chosen by the images that tell how good it is. */
  @Test
  void noEpochIsTheBestOneByTheTestImages() {
    Path seed = run("--recipe", "seed", "--epochs", 3);
    assertThat(BestEpochs.of(seed).byPhase()).isEmpty();
    train("--recipe", "seed", "--split", 0, "--epochs-of", seed)
        .refused("held no images out to tell its best epoch");
  }

  private Path run(Object... more) {
    CommandRun trained = train(more).succeeded();
    return Path.of(trained.json().path("run").asText());
  }

  private CommandRun train(Object... more) {
    List<Object> line = new ArrayList<>();
    line.addAll(List.of("train", "--base", "demo_vgg", "--data", data, "--size", 32));
    line.addAll(List.of("--allow-leak", "--runs", home.resolve("runs"), "--json"));
    line.addAll(Arrays.asList(more));
    return CommandRun.of(home, line.toArray());
  }
}
