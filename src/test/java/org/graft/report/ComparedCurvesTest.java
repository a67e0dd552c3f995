package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.graft.experiment.ComparisonRow;
import org.graft.report.ComparedCurves.Learned;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparedCurvesTest {
  @TempDir Path folder;

  private Path run;

  /** Three epochs, with images held out. */
  @BeforeEach
  void writeRun() throws IOException {
    run = RunPages.finished(folder);
  }

  @Test
  void theBestSixAreDrawnInTheTablesOrder() {
    List<Learned> learned =
        learned(
            row("a", 0.5, run),
            row("b", 0.9, run),
            row("worst", 0.3, run),
            row("c", 0.8, run),
            row("d", 0.7, run),
            row("second worst", 0.4, run),
            row("e", 0.6, run),
            row("f", 0.95, run));
    assertThat(learned).extracting(Learned::name).containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(learned)
        .extracting(Learned::style)
        .containsExactly("first", "second", "third", "fourth", "fifth", "sixth");
    assertThat(learned.get(0).epochs()).hasSize(3);
    assertThat(learned.get(0).watched()).isEqualTo("held out");
  }

  @Test
  void ofRowsThatAreAlikeSixAreDrawnAsWell() {
    ComparisonRow row = row("a", 0.5, run);
    assertThat(learned(Collections.nCopies(8, row).toArray(ComparisonRow[]::new))).hasSize(6);
  }

  @Test
  void aRunThatIsNoLongerThereTakesNoColour() {
    List<Learned> learned = learned(row("gone", 0.9, folder.resolve("gone")), row("b", 0.5, run));
    assertThat(learned).hasSize(1);
    assertThat(learned.get(0).name()).isEqualTo("b");
    assertThat(learned.get(0).style()).isEqualTo("first");
  }

  @Test
  void aBaseOfSeveralRowsIsCalledByItsSettingsToo() {
    assertThat(learned(row("a", 0.5, run), row("a", 0.6, run), row("b", 0.7, run)))
        .extracting(Learned::name)
        .containsExactly("a, 75 px, caffe, rate 0.003", "a, 75 px, caffe, rate 0.003", "b");
  }

  private static List<Learned> learned(ComparisonRow... rows) {
    return ComparedCurves.of(Rows.comparison(null, Arrays.asList(rows))).learned();
  }

  private static ComparisonRow row(String base, double accuracy, Path run) {
    return Rows.row(
        base, accuracy, new ComparisonRow.Cell(1, accuracy, null, run.toString(), false));
  }
}
