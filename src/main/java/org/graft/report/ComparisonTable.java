package org.graft.report;

import java.util.List;
import java.util.Locale;
import org.graft.experiment.ComparisonRow;

/** All figures of a comparison, a row a base and setting. */
record ComparisonTable(String title, List<ComparisonRow> rows, String score) implements Section {
  private static final double MEGA = 1e6;

  /** What a row is called where there is one setting or more. */
  static String name(ComparisonRow row) {
    return String.format(
        Locale.ROOT,
        "%s, %d px, %s, rate %s",
        row.base(),
        row.size(),
        row.preprocessing(),
        row.learningRate());
  }

  @Override
  public void write(Html html) {
    html.begin("div", "class", "wide").begin("table", "class", "figures").begin("tr");
    html.leaf("th", "base", "class", "text").leaf("th", score).leaf("th", "95 % interval");
    html.leaf("th", "verdict", "class", "text").leaf("th", "cause", "class", "text");
    if (hasSpread()) {
      html.leaf("th", "spread");
    }
    List.of("macro F1", "loss", "p", "seconds", "images/s", "params", "peak MB")
        .forEach(head -> html.leaf("th", head));
    html.end();
    rows.forEach(row -> row(html, row));
    html.end().end();
    html.leaf(
        "p",
        "p: probability of a difference at least this large from the best row by chance (McNemar's"
            + " exact test on the same images, first seed).");
  }

  /** Whether a row is the mean of several seeds. */
  private boolean hasSpread() {
    return rows.stream().anyMatch(row -> row.spread() != null);
  }

  private void row(Html html, ComparisonRow row) {
    html.begin("tr").leaf("th", name(row), "scope", "row");
    html.leaf("td", Shown.share(row.score()));
    html.leaf("td", Shown.share(row.ci95().get(0)) + " … " + Shown.share(row.ci95().get(1)));
    html.leaf("td", row.verdict(), "class", "text");
    html.leaf("td", row.cause() == null ? "" : row.cause(), "class", "text");
    if (hasSpread()) {
      html.leaf("td", row.spread() == null ? "" : Shown.share(row.spread()));
    }
    html.leaf("td", row.macroF1() == null ? "" : Shown.share(row.macroF1()))
        .leaf("td", Shown.share(row.loss()));
    html.leaf("td", Shown.share(row.versusBest())).leaf("td", Shown.at(row.seconds()));
    html.leaf("td", Shown.at(row.imagesPerSecond()));
    html.leaf("td", String.format(Locale.ROOT, "%.2f M", row.parameters() / MEGA));
    html.leaf("td", row.peakMegabytes() == null ? "" : Shown.value(row.peakMegabytes())).end();
  }
}
