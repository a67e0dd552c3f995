package org.graft.cli;

import org.graft.base.Base;
import org.graft.failure.GraftException;
import org.graft.feature.Extraction;
import org.graft.report.RunReport;
import org.graft.train.LiveRun;
import org.graft.train.Run;
import org.graft.train.Trainer;

/**
 * Trains a run that is under way to its end. Stopped from outside, it stays and says how it goes
 * on; failed, it stays if that saves work and is removed if not.
 */
final class Session {
  private final Console console;
  private final LiveRun live;
  private final Extraction extraction;

  private Session(Console console, LiveRun live, Extraction extraction) {
    this.console = console;
    this.live = live;
    this.extraction = extraction;
  }

  /** Trains {@code live} on {@code base}, finishes it and writes its report. */
  static Run train(Console console, Base base, LiveRun live, Extraction extraction) {
    Run run = new Session(console, live, extraction).train(base);
    if (run.ranBase()) {
      RunReport.write(live.folder(), run.model());
    } else {
      RunReport.writeWithoutBase(live.folder());
    }
    return run;
  }

  private Run train(Base base) {
    Thread onStop = new Thread(this::stopped, "graft-stopped");
    Runtime.getRuntime().addShutdownHook(onStop);
    try (live) {
      Trainer trainer =
          new Trainer(console.environment().clock(), new ProgressLines(console), extraction);
      Run run = trainer.train(base, live.request(), live.name(), live);
      live.finish(run);
      return run;
    } catch (GraftException | Error e) {
      failed();
      throw e;
    } finally {
      forget(onStop);
    }
  }

  private void failed() {
    if (live.hasCheckpoint()) {
      console.warn("what was trained is kept: %s", advice());
    } else {
      live.discard();
    }
  }

  private void stopped() {
    console.warn("stopped: %s", advice());
    live.stopped();
  }

  private String advice() {
    return "graft train --resume " + live.folder() + " goes on";
  }

  private static void forget(Thread onStop) {
    try {
      Runtime.getRuntime().removeShutdownHook(onStop);
    } catch (IllegalStateException e) {
      // The process is being stopped, and the hook runs already.
    }
  }
}
