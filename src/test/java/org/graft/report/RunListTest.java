package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.graft.experiment.ComparisonRow;
import org.graft.experiment.ComparisonRow.Cell;
import org.junit.jupiter.api.Test;

class RunListTest {
  private static final Path FOLDER = Path.of("work", "runs", "compared");

  @Test
  void everySeedsRunIsLinkedFromWhereTheListLies() {
    ComparisonRow one =
        Rows.row("a", 0.5, cell(1, 0.25, "runs", "a-1", false), cell(2, 0.75, "runs", "a-2", true));
    ComparisonRow other = Rows.row("b", 0.5, cell(7, 0.5, "elsewhere", "b", false));
    assertThat(written(one, other))
        .isEqualTo(
            "<ul>"
                + "<li><a href=\"../a-1/report.html\">a-1</a>: seed 1, accuracy 0.250</li>"
                + "<li><a href=\"../a-2/report.html\">a-2</a>: seed 2, accuracy 0.750,"
                + " was there already</li>"
                + "<li><a href=\"../../elsewhere/b/report.html\">b</a>: seed 7, accuracy 0.500</li>"
                + "</ul>");
  }

  @Test
  void aPathMayBeGivenFromTheRootAndByDetours() {
    Path run = Path.of("work", "runs", "x", "..", "a").toAbsolutePath();
    ComparisonRow row = Rows.row("a", 0.5, new Cell(1, 0.5, null, run.toString(), false));
    assertThat(written(row)).contains("href=\"../a/report.html\"");
  }

  private static String written(ComparisonRow... rows) {
    Html html = new Html();
    new RunList("Runs", FOLDER, List.of(rows), "accuracy").write(html);
    return html.toString();
  }

  private static Cell cell(long seed, double accuracy, String in, String name, boolean reused) {
    return new Cell(seed, accuracy, null, Path.of("work", in, name).toString(), reused);
  }
}
