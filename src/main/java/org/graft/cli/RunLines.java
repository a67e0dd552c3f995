package org.graft.cli;

import java.nio.file.Path;
import java.util.Map;
import org.graft.api.SavedRun;
import org.graft.engine.Precision;
import org.graft.report.RunReport;
import org.graft.train.Calibrated;
import org.graft.train.CrossValidation;
import org.graft.train.Measures;
import org.graft.train.Run;
import org.graft.train.RunRecord;
import org.graft.train.Unknown;
import org.jspecify.annotations.Nullable;

/** What came of a training, in words. */
final class RunLines {
  private RunLines() {}

  static void tell(Console console, SavedRun saved) {
    Path folder = saved.folder();
    Run run = saved.model().run();
    RunRecord record = run.record();
    CrossValidation folds = record.crossValidation();
    Measures measures = run.evaluation().measures();
    if (folds != null) {
      console.result(
          "cross-validated %s %.3f ± %.3f in %d parts",
          measures.name(), folds.mean(), folds.deviation(), folds.accuracies().size());
      if (!folds.doubts().isEmpty()) {
        console.result(
            "%d labels may be wrong by that, such as %s; the report shows them",
            folds.doubts().size(), folds.doubts().get(0).path());
      }
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
    tellCalibrated(console, record.calibrated());
    tellPrecision(console, record);
    Sparkline.tell(console, run.metrics());
    console.result("run in %s", folder);
    console.result("report in %s", folder.resolve(RunReport.FILE));
    NextStep.afterTraining(console, folder, run);
    Map<String, Object> fields = Console.fields("run", folder.toString());
    fields.putAll(MeasureLines.fields(record, run.evaluation()));
    fields.putAll(
        Console.fields(
            "tested", record.wasTested(),
            "seconds", record.seconds(),
            "images", record.images(),
            "skipped", record.skipped(),
            "left_out", record.leftOut(),
            "engine", record.engine(),
            "precision", record.precision(),
            "device", record.device(),
            "cross_validation", folds,
            "calibrated", record.calibrated()));
    console.json(fields);
  }

  private static void tellCalibrated(Console console, @Nullable Calibrated calibrated) {
    if (calibrated != null) {
      console.result(
          "calibrated on %s: temperature %.2f; expected calibration error %.3f, was %.3f; loss %.3f,"
              + " was %.3f",
          calibrated.source(),
          calibrated.temperature(),
          calibrated.error(),
          calibrated.errorBefore(),
          calibrated.loss(),
          calibrated.lossBefore());
      if (calibrated.unknown() != null) {
        tellUnknown(console, calibrated.unknown());
      }
    }
  }

  private static void tellUnknown(Console console, Unknown unknown) {
    console.result(
        "unknown below a probability of %.3f: %.3f of the images get an answer, and of these answers"
            + " %.3f are right (%.3f wanted)",
        unknown.below(), unknown.answered(), unknown.right(), unknown.precision());
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
}
