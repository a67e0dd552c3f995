package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.graft.experiment.ComparisonRow;
import org.junit.jupiter.api.Test;

class IntervalChartTest {
  private static final String LEFT = "8.0";
  private static final String MIDDLE = "170.0";
  private static final String RIGHT = "332.0";

  @Test
  void theScoreIsAPointOnItsInterval() {
    assertThat(html(Rows.row("a", 0.5, Rows.cell())))
        .containsSubsequence(
            "<line class=\"range first\" x1=\"" + LEFT + "\" x2=\"" + RIGHT + "\"",
            "<circle class=\"first\" cx=\"" + MIDDLE + "\"");
  }

  @Test
  void theBaseRateIsALevelInEveryRow() {
    String html = html(Rows.row("a", 0.5, Rows.cell()), Rows.row("b", 0.75, Rows.cell()));
    assertThat(html.split("class=\"line level\" x1=\"48.5\"", -1)).hasSize(3);
  }

  @Test
  void whatDoesNotConvergeLooksDifferent() {
    ComparisonRow weak = Rows.judged("a", 0.25, "weak");
    assertThat(html(weak)).contains("range second").doesNotContain("range first");
  }

  @Test
  void aScoreBelowZeroIsDrawnAtTheEdgeAndToldAsItIs() {
    assertThat(html(Rows.row("a", -0.5, Rows.cell())))
        .contains("cx=\"" + LEFT + "\"", ">-0.500</text>");
  }

  @Test
  void aLongNameIsCutSoThatItMeetsNoFigure() {
    assertThat(html(Rows.row("x".repeat(60), 0.5, Rows.cell())))
        .contains("x".repeat(41) + "…</text>")
        .doesNotContain("x".repeat(42));
  }

  private static String html(ComparisonRow... rows) {
    return Written.of(
        new IntervalChart("Scores", Rows.comparison("accuracy", Stream.of(rows).toList())));
  }
}
