package org.graft.cli;

import java.nio.file.Path;
import java.util.List;
import org.graft.experiment.Comparison;
import org.graft.experiment.ComparisonRow;
import org.graft.experiment.Verdict;
import org.graft.train.Run;

/** What a user is likely to do next, as the command for it. */
final class NextStep {
  private NextStep() {}

  /** An export, or the doctor with the run's options where it learnt next to nothing. */
  static void afterTraining(Console console, Path folder, Run run) {
    if (Verdict.of(run.evaluation()) == Verdict.BASE_RATE) {
      tell(console, doctor(folder, run.record().base(), run.record().data()));
    } else {
      tell(console, export(folder.toString(), run.record().base()));
    }
  }

  /** The best base's export; of one at the base rate, the doctor. */
  static void afterComparison(Console console, Comparison comparison) {
    for (ComparisonRow row : comparison.rows()) {
      if (row.cause() != null && row.verdict().equals(Verdict.BASE_RATE.toString())) {
        Path folder = Path.of(row.run());
        tell(console, doctor(folder, row.base(), comparison.data()));
        return;
      }
    }
    ComparisonRow best =
        comparison.rows().stream()
            .reduce((one, other) -> other.score() > one.score() ? other : one)
            .orElseThrow();
    tell(console, export(best.run(), best.base()));
  }

  /** With the options of the run where it says them. */
  private static String doctor(Path folder, String base, String data) {
    return TypedLine.ofRun(folder)
        .map(TypedLine::examined)
        .orElseGet(() -> new TypedLine(List.of("doctor", "--base", base, "--data", data)))
        .toString();
  }

  /** Of a run, by its name or folder. */
  static String export(String run, String base) {
    return "graft export --run " + run + " --out " + base + ".onnx";
  }

  static void tell(Console console, String command) {
    console.progress("next: %s", command);
  }
}
