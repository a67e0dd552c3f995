package org.graft.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.graph.TrustedGraphs;
import org.graft.plan.Model;
import org.graft.plan.ModelFolder;
import org.graft.plan.NearNames;
import org.graft.storage.AtomicFile;
import org.graft.storage.FolderList;
import org.graft.storage.InputFile;
import org.graft.storage.Json;

/**
 * A run on the disk: {@code run.json}, {@code metrics.jsonl}, {@code metrics.csv}, TensorBoard's
 * event files in {@code train/} and {@code validation/}, {@code confusion.csv} (or {@code
 * labels.csv} where images may have several labels), {@code predictions.csv} to look at, {@code
 * test_images.csv} and {@code predictions.npz} to be read again, {@code command.txt}, the graph of
 * a head of one's own in {@code head.fb}, and the model in {@code model/}.
 */
public final class RunFolder {
  static final String METRICS = "metrics.jsonl";

  /** The graph of a head of one's own, with its first weights. */
  static final String HEAD = "head.fb";

  private static final String RECORD = "run.json";
  private static final String MODEL = "model";

  /** What stands for the newest run. */
  public static final String LAST = "last";

  private static final String COMMAND = "command.txt";
  private static final int MOST_COMMAND = 1 << 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RunFolder() {}

  static String id(Instant started, String base, String recipe) {
    return TIME.format(started) + "-" + base + "-" + recipe;
  }

  /** Writes what a finished run leaves, {@code run.json} last. */
  static void write(Path folder, Run run) {
    Evaluation evaluation = run.evaluation();
    writeByLabel(folder, evaluation);
    new StoredEvaluation(folder).write(evaluation);
    AtomicFile.deleteTree(folder.resolve(MODEL));
    AtomicFile.writeFolder(folder.resolve(MODEL), path -> ModelFolder.write(path, run.model()));
    AtomicFile.write(folder.resolve(RECORD), file -> Json.write(file, run.record()));
  }

  /**
   * Writes a training that was not in a folder as a finished run, curves and all.
   *
   * @throws InputException if {@code folder} is there already, and not an empty folder
   */
  public static void save(Path folder, Run run) {
    AtomicFile.writeFolder(
        folder,
        part -> {
          Instant started = Instant.parse(run.record().started());
          try (RunTrackers trackers = new RunTrackers(part, started)) {
            run.metrics().forEach(trackers::epoch);
          }
          write(part, run);
        });
  }

  private static void writeByLabel(Path folder, Evaluation evaluation) {
    if (evaluation.task() instanceof SeveralLabels several) {
      List<String> table = Tables.labels(LabelScore.of(several, evaluation));
      AtomicFile.write(folder.resolve("labels.csv"), file -> Files.write(file, table));
    } else if (evaluation.task() instanceof Classes) {
      List<String> table = Tables.confusion(evaluation);
      AtomicFile.write(folder.resolve("confusion.csv"), file -> Files.write(file, table));
    }
  }

  /**
   * The folder of a finished run: {@code run} is a path, a name below {@code runs}, or {@link
   * #LAST} for the newest that is finished.
   *
   * @throws InputException when there is no such run, or it is not finished
   */
  public static Path find(Path runs, String run) {
    return find(runs, run, true, " is not finished; " + Hint.RESUME.to(run) + " goes on with it");
  }

  /**
   * The folder of a run that was left: a path, a name below {@code runs}, or {@code last} for the
   * newest.
   *
   * @throws InputException when there is no such run, or it is finished
   */
  public static Path findUnfinished(Path runs, String run) {
    return find(runs, run, false, " is finished; there is nothing to resume");
  }

  private static Path find(Path runs, String run, boolean finished, String otherwise) {
    if (run.equals(LAST)) {
      return newest(runs, finished);
    }
    Path folder = any(runs, run);
    if (isFinished(folder) != finished) {
      throw new InputException("run " + run + otherwise);
    }
    return folder;
  }

  /**
   * The folder of a run, finished or not.
   *
   * @throws InputException if there is none in it
   */
  public static Path require(Path folder) {
    if (!isRun(folder)) {
      throw new InputException("there is no run in " + folder);
    }
    Leftovers.tidyRun(folder);
    return folder;
  }

  /** A finished run as it was trained. */
  public static Run run(Path folder) {
    return new Run(record(folder), trained(folder), metrics(folder), evaluation(folder), false);
  }

  private static Path newest(Path runs, boolean finished) {
    return all(runs).stream()
        .filter(folder -> isFinished(folder) == finished)
        .reduce((first, second) -> second)
        .orElseThrow(
            () ->
                new InputException(
                    "there is no " + (finished ? "" : "un") + "finished run in " + runs));
  }

  /** All runs in {@code runs} by name, and so by age, finished or not. */
  public static List<Path> all(Path runs) {
    return FolderList.of(runs, RunFolder::isRun);
  }

  public static boolean isFinished(Path folder) {
    return Files.isRegularFile(folder.resolve(RECORD));
  }

  public static RunRecord record(Path folder) {
    return Json.read(folder.resolve(RECORD), RunRecord.class);
  }

  /** What the model made of the images that it was tested on. */
  public static Evaluation evaluation(Path folder) {
    RunRecord run = record(folder);
    return new StoredEvaluation(folder).read(run.labels(), run.asked());
  }

  /** The epochs of all phases, without what each took. */
  public static List<EpochMetrics> metrics(Path folder) {
    return Json.lines(folder.resolve(METRICS), EpochMetrics.class);
  }

  /** Keeps in a run's folder the command that it came from, for whoever wants the same again. */
  public static void keepCommand(Path folder, String command) throws IOException {
    Files.writeString(folder.resolve(COMMAND), command + System.lineSeparator());
  }

  /** The command that the run came from, empty if it was not kept. */
  public static String command(Path folder) {
    try {
      Path file = folder.resolve(COMMAND);
      return Files.exists(file)
          ? new String(InputFile.bytes(file, MOST_COMMAND), StandardCharsets.UTF_8).strip()
          : "";
    } catch (IOException e) {
      throw new WorkFailedException("cannot read the command of " + folder, e);
    }
  }

  /** A new folder below {@code runs} for work begun at a time that is no run. */
  public static Path beside(Path runs, Instant started, String name, AtomicFile.Writer writer) {
    return AtomicFile.newFolder(runs, TIME.format(started) + "-" + name, writer);
  }

  /** The model as it was trained, layer by layer as the base has them. */
  public static Model trained(Path folder) {
    return ModelFolder.read(folder.resolve(MODEL));
  }

  /**
   * Vouches for the head of a run that was trained elsewhere ({@link TrustedGraphs}): {@code run}
   * is a path, or a name below {@code runs}.
   *
   * @return how many graphs it has; none without a head of one's own
   * @throws InputException when there is no such run
   */
  public static int trustHead(Path runs, String run) {
    Path folder = any(runs, run);
    int graphs = 0;
    if (Files.exists(folder.resolve(HEAD))) {
      TrustedGraphs.trust(UnfinishedRun.graph(folder));
      graphs++;
    }
    return isFinished(folder) ? graphs + TrustedGraphs.trust(trained(folder).plan()) : graphs;
  }

  private static Path any(Path runs, String run) {
    for (Path candidate : List.of(Path.of(run), runs.resolve(run))) {
      if (isRun(candidate)) {
        Leftovers.tidyRun(candidate);
        return candidate;
      }
    }
    List<String> names = all(runs).stream().map(f -> f.getFileName().toString()).toList();
    throw new InputException(
        "there is no run '%s', neither as a folder nor in %s%s"
            .formatted(
                run, runs, names.isEmpty() ? ", which holds none" : NearNames.hint(run, names)));
  }

  private static boolean isRun(Path folder) {
    return isFinished(folder) || Files.isRegularFile(UnfinishedRun.file(folder));
  }
}
