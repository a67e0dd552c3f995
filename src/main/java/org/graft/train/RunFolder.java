package org.graft.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.ModelFolder;
import org.graft.plan.NearNames;
import org.graft.storage.AtomicFile;
import org.graft.storage.Json;

/**
 * A run on the disk: {@code run.json}, {@code metrics.jsonl}, {@code confusion.csv}, {@code
 * predictions.csv} and the model in {@code model/}.
 */
public final class RunFolder {
  private static final String RECORD = "run.json";
  private static final String MODEL = "model";
  private static final String TEST_FILES = "test_files.json";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RunFolder() {}

  /** Absolute paths, in the order of {@code predictions.csv}. */
  private record TestFiles(List<String> files) {
    static TestFiles of(Evaluation evaluation) {
      return new TestFiles(
          evaluation.files().stream().map(f -> f.toAbsolutePath().toString()).toList());
    }
  }

  static String id(Instant started, String base, String recipe) {
    return TIME.format(started) + "-" + base + "-" + recipe;
  }

  /** Writes a run whole below {@code runs} and returns its folder. */
  public static Path write(Path runs, Run run) {
    Path folder = free(runs, run.record().id());
    AtomicFile.writeFolder(
        folder,
        path -> {
          Json.write(path.resolve(RECORD), run.record());
          Files.write(
              path.resolve("metrics.jsonl"), run.metrics().stream().map(Json::line).toList());
          Files.write(path.resolve("confusion.csv"), Tables.confusion(run.evaluation()));
          Files.write(path.resolve("predictions.csv"), Tables.predictions(run.evaluation()));
          Json.write(path.resolve(TEST_FILES), TestFiles.of(run.evaluation()));
          ModelFolder.write(Files.createDirectory(path.resolve(MODEL)), run.model());
        });
    return folder;
  }

  /**
   * The folder of a run: {@code run} is a path, or a name below {@code runs}.
   *
   * @throws InputException when there is no such run
   */
  public static Path find(Path runs, String run) {
    for (Path candidate : List.of(Path.of(run), runs.resolve(run))) {
      if (Files.isRegularFile(candidate.resolve(RECORD))) {
        return candidate;
      }
    }
    List<String> names = names(runs);
    throw new InputException(
        "there is no run '"
            + run
            + "', neither as a folder nor in "
            + runs
            + (names.isEmpty() ? ", which holds none" : NearNames.hint(run, names)));
  }

  public static RunRecord record(Path folder) {
    return Json.read(folder.resolve(RECORD), RunRecord.class);
  }

  /** The images that a run was tested on. */
  public static List<Path> testFiles(Path folder) {
    return Json.read(folder.resolve(TEST_FILES), TestFiles.class).files().stream()
        .map(Path::of)
        .toList();
  }

  /** The model as it was trained, layer by layer as the base has them. */
  public static Model trained(Path folder) {
    return ModelFolder.read(folder.resolve(MODEL));
  }

  /** The model for inference: the same function in fewer operations. */
  public static Model model(Path folder) {
    return FoldBatchNorm.apply(trained(folder));
  }

  private static Path free(Path runs, String id) {
    Path folder = runs.resolve(id);
    for (int i = 2; Files.exists(folder); i++) {
      folder = runs.resolve(id + "-" + i);
    }
    return folder;
  }

  private static List<String> names(Path runs) {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(runs)) {
      return all.filter(p -> Files.isRegularFile(p.resolve(RECORD)))
          .map(p -> p.getFileName().toString())
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new WorkFailedException("cannot list " + runs + ": " + e.getMessage(), e);
    }
  }
}
