package org.graft.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.failure.WorkFailedException;
import org.graft.fixture.RealPython;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackerTest {
  private static final Instant STARTED = Instant.ofEpochSecond(1_700_000_000);

  @TempDir private Path folder;

  @Test
  void jsonLinesHoldAnObjectAnEpoch() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    try (Tracker tracker = new JsonLines(file)) {
      tracker.epoch(figures(1, "loss", 2.5, "validation_loss", 3.0));
      assertThat(file)
          .hasContent("{\"phase\":\"head\",\"epoch\":1,\"loss\":2.5,\"validation_loss\":3.0}\n");
      tracker.epoch(figures(2, "loss", 1.5));
    }
    assertThat(Files.readAllLines(file))
        .last()
        .isEqualTo("{\"phase\":\"head\",\"epoch\":2,\"loss\":1.5}");
  }

  @Test
  void tableLeavesEmptyWhatAnEpochDoesNotHave() throws IOException {
    Path file = folder.resolve("metrics.csv");
    try (Tracker tracker = new CsvTable(file, List.of("loss", "validation_loss"))) {
      tracker.epoch(figures(1, "loss", 2.5));
      tracker.epoch(figures(2, "validation_loss", 0.125, "loss", 1e-9));
    }
    assertThat(Files.readAllLines(file))
        .containsExactly("phase,epoch,loss,val_loss", "head,1,2.5,", "head,2,1.0E-9,0.125");
  }

  @Test
  void aTrackerBeginsItsFileAnew() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(file, "half a li");
    try (Tracker tracker = new JsonLines(file)) {
      tracker.epoch(figures(1, "loss", 1.0));
    }
    assertThat(file).hasContent("{\"phase\":\"head\",\"epoch\":1,\"loss\":1.0}\n");
  }

  @Test
  void whatCannotBeWrittenIsFailedWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> new JsonLines(file.resolve("metrics.jsonl")))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("cannot write");
  }

  @Test
  void validationIsARunOfItsOwn() {
    write(folder);
    assertThat(folder.resolve("train/events.out.tfevents.1700000000.graft")).isNotEmptyFile();
    assertThat(folder.resolve("validation/events.out.tfevents.1700000000.graft")).isNotEmptyFile();
  }

  @Test
  void theSameTrainingGivesTheSameBytes() throws IOException {
    write(folder.resolve("one"));
    write(folder.resolve("two"));
    String file = "train/events.out.tfevents.1700000000.graft";
    assertThat(Files.mismatch(folder.resolve("one/" + file), folder.resolve("two/" + file)))
        .isEqualTo(-1);
  }

  @Test
  @Tag("oracle")
  void realTensorBoardReadsEveryScalar() {
    write(folder);
    List<String> scalars =
        RealPython.run("fixtures/read_events.py", folder)
            .lines()
            .filter(line -> line.matches("(train|validation) .*"))
            .toList();
    assertThat(scalars)
        .containsExactly(
            "train epoch_accuracy 0 1700000000.5 0.25",
            "train epoch_accuracy 1 1700000002.0 0.5",
            "train epoch_loss 0 1700000000.5 2.5",
            "train epoch_loss 1 1700000002.0 1.5",
            "validation epoch_loss 1 1700000002.0 1.75");
  }

  private static void write(Path to) {
    try (Tracker tracker = new TensorBoard(to, STARTED)) {
      tracker.epoch(figures(1, "loss", 2.5, "accuracy", 0.25, "seconds", 0.5));
      tracker.epoch(
          figures(2, "loss", 1.5, "accuracy", 0.5, "validation_loss", 1.75, "seconds", 1.5));
    }
  }

  private static Figures figures(int epoch, Object... namesAndValues) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], (Double) namesAndValues[i + 1]);
    }
    return new Figures("head", epoch, epoch, values);
  }
}
