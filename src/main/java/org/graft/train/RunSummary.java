package org.graft.train;

import java.nio.file.Path;

/**
 * A run in a list of runs.
 *
 * @param accuracy on the test images, 0..1; {@code null} while the run is not finished
 * @param status {@code finished}, {@code running} or {@code unfinished}
 * @param epochs that are kept of an unfinished run, all phases together
 */
public record RunSummary(
    String id, String base, String data, Double accuracy, String status, int epochs) {

  /** The summary of the run in a folder. */
  public static RunSummary of(Path folder) {
    String id = folder.getFileName().toString();
    if (RunFolder.isFinished(folder)) {
      RunRecord run = RunFolder.record(folder);
      return new RunSummary(id, run.base(), run.data(), run.testAccuracy(), "finished", 0);
    }
    Begun begun = Begun.read(folder);
    return new RunSummary(
        id,
        begun.base(),
        begun.request().dataName(),
        null,
        LiveRun.isRunning(folder) ? "running" : "unfinished",
        LiveRun.epochsKept(folder));
  }
}
