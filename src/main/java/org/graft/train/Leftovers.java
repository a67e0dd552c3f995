package org.graft.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.graft.storage.Scratch;

/** What killed processes left among runs: tidied by whoever comes next. */
public final class Leftovers {
  private Leftovers() {}

  /** Tidies a folder of runs and the finished ones in it; what cannot be tidied stays. */
  public static void tidy(Path runs) {
    Scratch.tidy(runs);
    RunFolder.all(runs).forEach(Leftovers::tidyRun);
  }

  /** Tidies one run, if it is finished: to go on with one that is not needs what it left. */
  static void tidyRun(Path folder) {
    if (!RunFolder.isFinished(folder)) {
      return;
    }
    Scratch.tidy(folder);
    try {
      if (LiveRun.hasWork(folder)) {
        LiveRun.tidyFinished(folder);
      }
    } catch (IOException e) {
      // A run that cannot be written to stays as it is.
      return;
    }
  }

  /** Deletes what was half written when a run's process was killed; its lock is held. */
  static void halfWritten(Path run) {
    try (Stream<Path> all = Files.walk(run)) {
      all.filter(Files::isDirectory).toList().forEach(Scratch::tidy);
    } catch (IOException e) {
      return;
    }
  }
}
