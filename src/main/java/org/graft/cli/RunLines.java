package org.graft.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
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
    fields.put("device", record.device());
    fields.put("cross_validation", folds);
    fields.put("calibrated", record.calibrated());
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
