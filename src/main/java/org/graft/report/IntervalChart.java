package org.graft.report;

import org.graft.experiment.Comparison;
import org.graft.experiment.ComparisonRow;

/** Scores side by side with their 95 % intervals, and the base rate. */
record IntervalChart(String title, Comparison comparison) implements Section {
  private static final double WIDTH = 340;
  private static final double ROW = 36;
  private static final double EDGE = 8;
  private static final double BELOW = 20;
  private static final int LONGEST = 42;

  @Override
  public void write(Html html) {
    double height = comparison.rows().size() * ROW + BELOW;
    html.begin("figure").begin("svg", "viewBox", "0 0 " + Shown.at(WIDTH) + " " + Shown.at(height));
    for (int tenth = 0; tenth <= 10; tenth += 2) {
      String anchor = tenth == 0 ? "start" : tenth == 10 ? "end" : "middle";
      text(html, x(tenth / 10.0), height - 6, anchor, Shown.at(tenth / 10.0), "");
    }
    for (int i = 0; i < comparison.rows().size(); i++) {
      row(html, comparison.rows().get(i), i * ROW);
    }
    html.end().begin("figcaption");
    html.leaf("span", comparison.score() + " and 95 % interval", "class", "key first");
    html.leaf("span", "the same at the base rate", "class", "key second");
    html.leaf("span", "base rate", "class", "key level").end().end();
  }

  private void row(Html html, ComparisonRow row, double top) {
    String style = row.verdict().equals("converges") ? "first" : "second";
    double y = top + 25;
    for (int tenth = 0; tenth <= 10; tenth += 2) {
      vertical(html, "grid", tenth / 10.0, top);
    }
    vertical(html, "line level", comparison.baseRate(), top);
    text(html, EDGE, top + 13, "start", Shown.cut(ComparisonTable.name(row), LONGEST), "name");
    text(html, WIDTH - EDGE, top + 13, "end", Shown.share(row.score()), "figure");
    html.line("range " + style, x(row.ci95().get(0)), x(row.ci95().get(1)), y, y);
    html.begin(
            "circle", "class", style, "cx", Shown.at(x(row.score())), "cy", Shown.at(y), "r", "4.5")
        .end();
  }

  /** Beside the interval alone, so that no line runs through a name. */
  private static void vertical(Html html, String style, double value, double top) {
    html.line(style, x(value), x(value), top + 17, top + 33);
  }

  private static void text(
      Html html, double x, double y, String anchor, String text, String style) {
    html.leaf(
        "text", text, "x", Shown.at(x), "y", Shown.at(y), "text-anchor", anchor, "class", style);
  }

  /** What is below 0, as a score may be, is drawn at its edge. */
  private static double x(double share) {
    return EDGE + Math.max(0, share) * (WIDTH - 2 * EDGE);
  }
}
