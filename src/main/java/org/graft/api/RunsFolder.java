package org.graft.api;

import java.nio.file.Path;
import java.time.Clock;
import org.graft.storage.AtomicFile;
import org.graft.train.LiveRun;
import org.graft.train.RunFolder;
import org.graft.train.TrainRequest;

/**
 * Where runs, comparisons and diagnoses go to, each in a folder of its own.
 *
 * @param folder made when the first of them begins
 * @param clock tells when they begin, after which they are called
 * @param words what they say of how to have them again
 */
public record RunsFolder(Path folder, Clock clock, RepeatWords words) {
  /** By the system's clock; nothing is said of how to have them again. */
  public static RunsFolder at(Path folder) {
    return new RunsFolder(folder, Clock.systemUTC(), RepeatWords.NONE);
  }

  /**
   * A run that begins here.
   *
   * @param command that does it again, kept with it unless it is empty
   * @param beside writes into the run's folder what else is kept there
   */
  LiveRun begin(String base, TrainRequest request, String command, AtomicFile.Writer beside) {
    return LiveRun.begin(
        folder,
        base,
        request,
        clock.instant(),
        made -> {
          beside.write(made);
          if (!command.isEmpty()) {
            RunFolder.keepCommand(made, command);
          }
        });
  }
}
