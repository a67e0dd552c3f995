package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  @TempDir Path folder;

  @Test
  void aComparisonIsKnownByItsRecordAndDrawnAnew() throws IOException {
    Rows.comparison(null, List.of(Rows.row("a", 0.5, Rows.cell()))).write(folder);
    assertThat(Reports.isReported(folder)).isTrue();
    assertThat(Files.readString(Reports.write(folder, StepWords.API)))
        .contains("<h1>Bases compared on data</h1>");
  }

  @Test
  void aDiagnosisIsKnownByItsRecord() throws IOException {
    Files.copy(Path.of("src/test/resources/fixtures/doctor.json"), folder.resolve("doctor.json"));
    assertThat(Reports.isReported(folder)).isTrue();
  }

  @Test
  void aRunIsNeither() throws IOException {
    assertThat(Reports.isReported(RunPages.finished(folder))).isFalse();
  }
}
