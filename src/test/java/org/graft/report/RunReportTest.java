package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.graft.storage.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a run of two classes, tested on two images, of which it answers one right. */
class RunReportTest {
  @TempDir Path folder;

  private Path run;

  @BeforeEach
  void writeRun() throws IOException {
    run = RunPages.finished(folder);
  }

  @Test
  void aTestedRunLeadsWithItsScoreItsIntervalAndTheBaseRate() throws IOException {
    assertThat(page())
        .contains(
            "<p class=\"lead\">Test accuracy 0.500 on 2 images, 95 % interval 0.095 … 0.905, base"
                + " rate 0.500: base-rate.");
  }

  @Test
  void whatLearnedFromAllImagesIsNotCalledTested() throws IOException {
    ObjectNode record = (ObjectNode) Json.parse(Files.readString(run.resolve("run.json")), run);
    record.put("test_images", 0);
    Files.writeString(run.resolve("run.json"), record.toString());
    assertThat(page())
        .containsSubsequence(
            "A final model: it learned from all 4 images and was not tested.",
            "Cross-validated before: 0.625 ± 0.177.")
        .doesNotContain("Test accuracy");
  }

  @Test
  void aRunOfClassesIsToldFromItsCurvesToHowToRepeatIt() throws IOException {
    assertThat(page())
        .containsSubsequence(
            "<h1>plain on data</h1>",
            "<h2>Learning curves</h2>",
            "<h2>Most confident mistakes</h2>",
            "<h2>Classes</h2>",
            "<h2>Confusion</h2>",
            "<h2>Calibration</h2>",
            "<h2>Provenance</h2>",
            "<code>graft train --base plain</code>");
  }

  @Test
  void provenanceTellsWhatElseWentIntoTheRun() throws IOException {
    assertThat(page())
        .containsSubsequence(
            "<dt>images</dt><dd>4 to learn from, 2 to test with, 0 skipped</dd>",
            "EXIF orientation applied",
            "<dt>second phase</dt><dd>from a on, 10 epochs",
            "<dt>augmentation</dt><dd>flip</dd>",
            "<dt>seed</dt>");
  }

  @Test
  void whatTheBaseWouldHaveToRunForIsLeftToACommand() throws IOException {
    assertThat(page())
        .contains("the base was not loaded. graft report " + run.getFileName() + " draws it.");
  }

  private String page() throws IOException {
    return Files.readString(RunReport.writeWithoutBase(run, StepWords.API));
  }
}
