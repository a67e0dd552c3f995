package org.graft.api;

import java.time.Clock;
import org.graft.base.Base;
import org.graft.failure.GraftException;
import org.graft.feature.Extraction;
import org.graft.report.RunReport;
import org.graft.train.LiveRun;
import org.graft.train.Run;
import org.graft.train.Trainer;

/**
 * Trains a run that is under way to its end. Stopped from outside, it stays and can go on; failed,
 * it stays if that saves work and is removed if not.
 */
record RunSession(LiveRun live, JobListener listener) {
  /** Trains {@code live} on {@code base}, finishes it and writes its page. */
  static Run train(
      Base base, LiveRun live, Extraction extraction, RepeatWords words, JobListener listener) {
    Run run = new RunSession(live, listener).train(base, extraction);
    if (run.ranBase()) {
      RunReport.write(live.folder(), run.model(), words);
    } else {
      RunReport.writeWithoutBase(live.folder(), words);
    }
    return run;
  }

  private Run train(Base base, Extraction extraction) {
    Thread onStop = new Thread(this::stopped, "graft-stopped");
    Runtime.getRuntime().addShutdownHook(onStop);
    try (live) {
      Trainer trainer = new Trainer(Clock.systemUTC(), listener, extraction);
      Run run = trainer.train(base, live.request(), live.id(), live.started(), live);
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
      listener.kept(live.folder());
    } else {
      live.discard();
    }
  }

  private void stopped() {
    listener.stopped(live.folder());
    live.stopped();
  }

  private static void forget(Thread onStop) {
    try {
      Runtime.getRuntime().removeShutdownHook(onStop);
    } catch (IllegalStateException e) {
      // The process is being stopped, and the hook runs already.
    }
  }
}
