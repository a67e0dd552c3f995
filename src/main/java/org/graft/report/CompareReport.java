package org.graft.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.graft.experiment.Comparison;
import org.graft.storage.AtomicFile;

/** The page of a comparison. */
public final class CompareReport {
  private CompareReport() {}

  private static final String PICTURE = "curves.svg";

  /**
   * Writes {@code report.html} into a folder and returns its path; beside it the learning curves as
   * {@code curves.svg}.
   */
  public static Path write(Path folder, Comparison comparison) {
    String lead =
        String.format(
            Locale.ROOT,
            "Recipe %s, tested on %d images, base rate %s.",
            comparison.recipe(),
            comparison.testImages(),
            Shown.share(comparison.baseRate()));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("started", comparison.started());
    facts.put("graft", comparison.graft());
    ComparedCurves curves = ComparedCurves.of(comparison);
    curves
        .picture(Page.style())
        .ifPresent(
            picture ->
                AtomicFile.write(
                    folder.resolve(PICTURE), file -> Files.writeString(file, picture)));
    return new Page(
            "Bases compared on " + comparison.data(),
            lead,
            List.of(
                curves,
                new IntervalChart("Test " + comparison.score(), comparison),
                new ComparisonTable("Figures", comparison.rows(), comparison.score()),
                new ControlTable("Controls", comparison.controls(), comparison.score()),
                new RunList("Runs", folder, comparison.rows(), comparison.score()),
                new Facts("Provenance", facts),
                new Repeat("Do it again", comparison.command())))
        .write(folder);
  }
}
