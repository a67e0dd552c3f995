package org.graft.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.graft.experiment.ComparisonRow;
import org.graft.experiment.ComparisonRow.Cell;
import org.graft.storage.FileSystemTraits;

/** The runs that a comparison is made of, each with a link to its own page. */
record RunList(String title, Path folder, List<ComparisonRow> rows, String score)
    implements Section {
  @Override
  public void write(Html html) {
    html.begin("ul");
    rows.stream().flatMap(row -> row.cells().stream()).forEach(cell -> item(html, cell));
    html.end();
  }

  private void item(Html html, Cell cell) {
    Path run = Path.of(cell.run());
    Path from = folder.toAbsolutePath().normalize();
    String link =
        FileSystemTraits.withSlashes(
            from.relativize(run.toAbsolutePath().normalize()).resolve(Page.FILE));
    html.begin("li").leaf("a", String.valueOf(run.getFileName()), "href", link);
    html.text(
        String.format(
            Locale.ROOT,
            ": seed %d, %s %s%s",
            cell.seed(),
            score,
            Shown.share(cell.score()),
            cell.reused() ? ", was there already" : ""));
    html.end();
  }
}
