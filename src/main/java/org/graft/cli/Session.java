package org.graft.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.graft.base.Base;
import org.graft.engine.Precision;
import org.graft.failure.GraftException;
import org.graft.feature.Extraction;
import org.graft.report.RunReport;
import org.graft.train.CrossValidation;
import org.graft.train.LiveRun;
import org.graft.train.Measures;
import org.graft.train.Run;
import org.graft.train.RunRecord;
import org.graft.train.Task;
import org.graft.train.TrainRequest;
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

  /** The same, with what is going on and what comes of it told to the user. */
  static void trainAndTell(Console console, Base base, LiveRun live, Extraction extraction) {
    TrainRequest request = live.request();
    console.progress(
        "training a head for %s on %s, %d px, recipe %s, preprocessing %s",
        Task.of(request.data()).described(),
        live.base(),
        request.size(),
        request.recipe().name(),
        request.preprocessing());
    Run run = train(console, base, live, extraction);
    Path folder = live.folder();
    RunRecord record = run.record();
    CrossValidation folds = record.crossValidation();
    Measures measures = run.evaluation().measures();
    if (folds != null) {
      console.result(
          "cross-validated %s %.3f ± %.3f in %d parts",
          measures.name(), folds.mean(), folds.deviation(), folds.accuracies().size());
    }
    if (!record.wasTested()) {
      console.warn(
          "a final model: it learned from all images and was not tested; what follows is about"
              + " images that it has seen");
    }
    console.result(
        "%s %s, %.1f s%s",
        record.wasTested() ? "test" : "not tested;",
        MeasureLines.of(run.evaluation()),
        record.seconds(),
        record.skipped() == 0 ? "" : ", " + record.skipped() + " images skipped");
    tellPrecision(console, record);
    Sparkline.tell(console, run.metrics());
    console.result("run in %s", folder);
    console.result("report in %s", folder.resolve(RunReport.FILE));
    NextStep.afterTraining(console, folder, run);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", folder.toString());
    if (record.wasTested()) {
      fields.putAll(run.evaluation().figures());
    } else {
      fields.put("test_accuracy", null);
    }
    fields.put("tested", record.wasTested());
    fields.put("seconds", record.seconds());
    fields.put("images", record.images());
    fields.put("skipped", record.skipped());
    fields.put("left_out", record.leftOut());
    fields.put("engine", record.engine());
    fields.put("precision", record.precision());
    fields.put("cross_validation", folds);
    console.json(fields);
  }

  /** What eight bits of mantissa cost. */
  private static void tellPrecision(Console console, RunRecord record) {
    if (record.parity() != null && !Precision.FLOAT32.toString().equals(record.precision())) {
      console.result(
          "base in %s: features of the first images are off by %.1e at most and %.1e on average,"
              + " where the greatest is %.1e",
          record.precision(),
          record.parity().greatest(),
          record.parity().mean(),
          record.parity().magnitude());
    }
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
