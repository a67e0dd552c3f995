package org.graft.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.experiment.Comparison;

/** The page of a comparison. */
public final class CompareReport {
  private CompareReport() {}

  /** Writes {@code report.html} into a folder and returns its path. */
  public static Path write(Path folder, Comparison comparison) {
    String lead =
        String.format(
            "Recipe %s, tested on %d images, base rate %s.",
            comparison.recipe(), comparison.testImages(), Shown.share(comparison.baseRate()));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("started", comparison.started());
    facts.put("graft", comparison.graft());
    return new Page(
            "Bases compared on " + comparison.data(),
            lead,
            List.of(
                new ComparedCurves(comparison),
                new IntervalChart(comparison),
                new ComparisonTable(comparison.rows(), comparison.score()),
                new ControlTable(comparison.controls(), comparison.score()),
                new RunList(folder, comparison.rows(), comparison.score()),
                new Facts("Provenance", facts),
                new Repeat(comparison.command())))
        .write(folder);
  }
}
