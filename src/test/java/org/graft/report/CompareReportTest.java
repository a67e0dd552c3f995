package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.graft.experiment.Comparison;
import org.graft.experiment.ComparisonRow.Cell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareReportTest {
  private final Locale own = Locale.getDefault();

  @TempDir Path folder;

  @AfterEach
  void putBack() {
    Locale.setDefault(own);
  }

  @Test
  void thePageLeadsWithWhatWasTestedAndEndsWithHowToRepeatIt() throws IOException {
    assertThat(page())
        .containsSubsequence(
            "<h1>Bases compared on data</h1>",
            "<p class=\"lead\">Recipe seed, tested on 100 images, base rate 0.125.</p>",
            "<h2>Test accuracy</h2>",
            "<h2>Figures</h2>",
            "a, 75 px, caffe, rate 0.003",
            "<h2>Runs</h2>",
            "2026-01-01T00:00:00Z",
            "<code>graft compare</code>");
  }

  @Test
  void withoutCurvesAndControlsThereIsNeitherSectionNorPicture() throws IOException {
    assertThat(page()).doesNotContain("curves", "Controls");
    assertThat(folder.resolve("curves.svg")).doesNotExist();
  }

  @Test
  void curvesOfRunsThatAreThereComeFirstAndAreKeptAsAPicture() throws IOException {
    String run = RunPages.finished(folder.resolve("runs")).toString();
    Cell there = new Cell(1, 0.5, null, run, false);
    Comparison comparison = Rows.comparison(null, List.of(Rows.row("a", 0.5, there)));
    assertThat(Files.readString(CompareReport.write(folder, comparison)))
        .containsSubsequence("<h2>Learning curves</h2>", "<h2>Test accuracy</h2>");
    assertThat(folder.resolve("curves.svg")).content().startsWith("<svg ");
  }

  @Test
  void figuresAreThoseOfEveryCountry() throws IOException {
    String here = page();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    assertThat(page()).isEqualTo(here);
  }

  private String page() throws IOException {
    return Files.readString(
        CompareReport.write(
            folder, Rows.comparison(null, List.of(Rows.row("a", 0.5, Rows.cell())))));
  }
}
