package org.graft.train;

import java.nio.file.Path;
import org.graft.failure.MalformedFileException;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list of runs.
 *
 * @param accuracy on the test images, 0..1; {@code null} while the run is not finished
 * @param base {@code null}, like {@code data}, where the run is damaged
 * @param status {@code finished}, {@code running}, {@code unfinished} or {@code damaged}
 * @param epochs that are kept of an unfinished run, all phases together
 * @param problem what is damaged, with the way out; {@code null} where nothing is
 */
public record RunSummary(
    String id,
    @Nullable String base,
    @Nullable String data,
    @Nullable Double accuracy,
    String status,
    int epochs,
    @Nullable String problem) {

  public static RunSummary of(Path folder) {
    String id = folder.getFileName().toString();
    try {
      return read(id, folder);
    } catch (MalformedFileException e) {
      String problem = e.getMessage() + "; put the file back, or delete " + folder;
      return new RunSummary(id, null, null, null, "damaged", 0, problem);
    }
  }

  private static RunSummary read(String id, Path folder) {
    if (RunFolder.isFinished(folder)) {
      RunRecord run = RunFolder.record(folder);
      return new RunSummary(id, run.base(), run.data(), run.testAccuracy(), "finished", 0, null);
    }
    UnfinishedRun begun = UnfinishedRun.read(folder);
    return new RunSummary(
        id,
        begun.base(),
        begun.request().dataName(),
        null,
        LiveRun.isRunning(folder) ? "running" : "unfinished",
        LiveRun.epochsKept(folder),
        null);
  }
}
