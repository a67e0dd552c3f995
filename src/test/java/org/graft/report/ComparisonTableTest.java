package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.graft.experiment.ComparisonRow;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
  private static final Pattern HEAD = Pattern.compile("<th[^>]*>([^<]*)</th>");
  private static final Pattern CELL = Pattern.compile("<td[^>]*>([^<]*)</td>");

  @Test
  void everyFigureStandsBelowItsHead() {
    String html = html(Rows.compared("vgg", 0.8125, null, "dead-units", 512.5));
    List<String> heads = found(HEAD, html);
    List<String> cells = found(CELL, html);
    assertThat(heads)
        .containsExactly(
            "base",
            "R²",
            "95 % interval",
            "verdict",
            "cause",
            "macro F1",
            "loss",
            "p",
            "seconds",
            "images/s",
            "params",
            "peak MB",
            "vgg, 75 px, caffe, rate 0.003");
    assertThat(cells)
        .containsExactly(
            "0.813",
            "0.000 … 1.000",
            "converges",
            "dead-units",
            "0.813",
            "1.500",
            "1.000",
            "4.5",
            "120.0",
            "0.00 M",
            "512.5");
  }

  @Test
  void aSpreadHasAColumnWhereAnyRowHasSeveralSeeds() {
    String html =
        html(Rows.compared("a", 0.5, 0.125, null, 1.0), Rows.compared("b", 0.5, null, null, null));
    assertThat(found(HEAD, html)).contains("spread");
    List<String> cells = found(CELL, html);
    assertThat(cells).hasSize(24);
    assertThat(cells.get(4)).isEqualTo("0.125");
    assertThat(cells.get(12 + 4)).isEqualTo("");
  }

  @Test
  void whatIsNotKnownIsLeftEmpty() {
    List<String> cells = found(CELL, html(Rows.compared("a", 0.5, null, null, null)));
    assertThat(cells).doesNotContain("null").element(3).isEqualTo("");
    assertThat(cells).last().isEqualTo("");
  }

  private static List<String> found(Pattern pattern, String html) {
    return pattern.matcher(html).results().map(match -> match.group(1)).toList();
  }

  private static String html(ComparisonRow... rows) {
    return Written.of(new ComparisonTable("Figures", List.of(rows), "R²"));
  }
}
