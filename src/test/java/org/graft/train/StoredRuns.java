package org.graft.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.base.Base;
import org.graft.engine.selection.EngineSettings;
import org.graft.image.Augmentation;
import org.graft.image.Dataset;
import org.graft.image.Exif;
import org.graft.image.Interpolation;
import org.graft.image.LabelledImage;
import org.graft.image.LeftOut;
import org.graft.plan.Parity;
import org.graft.plan.Preprocessing;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.storage.Json;

/** Runs on the disk that nobody had to train, and what Graft reads of them. */
public final class StoredRuns {
  private static final String EXAMPLES = "0123abcd";
  private static final List<String> LABELS = List.of("a", "b");
  private static final EpochMetrics EPOCH =
      new EpochMetrics("head", 1, 0.5, 0.75, 0.002, 0.25, 0.6, 0.5);

  private StoredRuns() {}

  /** Writes a finished run, all of whose optional fields are there. */
  public static Path finished(Path runs, Base base) throws IOException {
    Path folder = Files.createDirectories(runs.resolve("20260101-000000-plain-safe"));
    List<Path> files = List.of(runs.resolve("1.png"), runs.resolve("2.png"));
    Tensor probabilities = Tensor.rows(new float[] {0.75f, 0.25f}, new float[] {0.5f, 0.5f});
    Evaluation evaluation = new Evaluation(LABELS, files, new int[] {0, 1}, probabilities);
    RunFolder.write(
        folder, new Run(record(folder, base), base.model(), List.of(EPOCH), evaluation, true));
    Files.writeString(folder.resolve(RunFolder.METRICS), (Json.line(EPOCH) + "\n").repeat(3));
    RunFolder.keepCommand(folder, "graft train --base plain");
    return folder;
  }

  private static RunRecord record(Path folder, Base base) {
    return new RunRecord(
        RunRecord.FORMAT,
        folder.getFileName().toString(),
        base.facts().name(),
        base.facts().origin(),
        base.facts().featureLayer(),
        base.facts().licence(),
        "data",
        LABELS,
        32,
        Interpolation.BILINEAR,
        Exif.APPLY,
        Preprocessing.RAW,
        new PreprocessingChoice(Map.of("raw", 0.5), 4, "tried"),
        Recipe.SAFE,
        new FineTune("a", Phase.FINE_TUNE),
        0.2,
        1,
        6,
        4,
        0,
        2,
        0,
        LeftOut.NOTHING.andUnreadable(1),
        0.5,
        0.5,
        1.5,
        "2026-01-01T00:00:00Z",
        "1",
        "flip",
        CrossValidation.of(List.of(0.5, 0.75), List.of()),
        "samediff",
        "float32",
        null,
        new Parity(1e-6, 1e-7, 1),
        null,
        new Calibrated(
            0.75, Calibrate.AUTO, 2, 0.2, 0.1, 0.5, 0.4, new Unknown(0.9, 0.6, 0.8, 0.95)));
  }

  /** Writes a run that was left in its first phase. */
  public static Path left(Path runs, String base) throws IOException {
    Path folder = Files.createDirectories(runs.resolve("20260102-000000-plain-safe"));
    Dataset data =
        new Dataset(
            LABELS,
            List.of(new LabelledImage(Path.of("a/1.png"), 0), new LabelledImage(Path.of("b/1"), 1)),
            List.of());
    TrainRequest request =
        new TrainRequest(
            Path.of("data"),
            data,
            Recipe.SAFE,
            Optional.of(new FineTune("a", Phase.FINE_TUNE)),
            0.2,
            2,
            Optional.of(Augmentation.of("flip", 2, 1)),
            32,
            Interpolation.BILINEAR,
            Exif.APPLY,
            Preprocessing.RAW,
            Optional.of(new PreprocessingChoice(Map.of("raw", 0.5), 4, "tried")),
            7,
            false,
            EngineSettings.USUAL,
            Calibrate.FOLDS,
            0.9,
            false);
    Instant started = Instant.parse("2026-01-02T00:00:00Z");
    new UnfinishedRun(folder.getFileName().toString(), base, started, request).write(folder);
    Weights weights =
        Weights.builder().put("dense", "kernel", Tensor.vector(1, 2, 3, 4, 5, 6, 7, 8)).build();
    TrainState state =
        new TrainState(
            0,
            1,
            4,
            weights,
            Map.of("velocity", weights),
            List.of(EPOCH),
            new TrainState.Best(1, 0.6, weights));
    checkpoint(folder).write(state, EXAMPLES);
    return folder;
  }

  /** All that a command takes from a finished run but its model. */
  public static Object readFinished(Path folder) {
    RunRecord record = RunFolder.record(folder);
    record.card(RunFolder.trained(folder), Instant.EPOCH).toMetadata();
    return List.of(
        record,
        RunSummary.of(folder),
        RunFolder.metrics(folder),
        RunFolder.evaluation(folder).files(),
        RunFolder.evaluation(folder).confusion().length);
  }

  /** All that a run is taken up with again. */
  public static Object readLeft(Path folder) {
    RunSummary summary = RunSummary.of(folder);
    try (LiveRun live = LiveRun.resume(folder)) {
      TrainRequest request = live.request();
      request.dataName();
      return List.of(
          summary, live.id(), live.started(), live.base(), request, request.variants().size());
    }
  }

  /** A checkpoint's state. */
  public static Object readCheckpoint(Path folder) {
    return checkpoint(folder).read(EXAMPLES).orElseThrow();
  }

  private static Checkpoint checkpoint(Path folder) {
    return new Checkpoint(folder.resolve("checkpoints"), 0);
  }
}
