package org.graft.report;

import java.util.List;
import org.graft.experiment.Control;

/** What the rows must be held against. */
record ControlTable(String title, List<Control> controls, String score) implements Section {
  @Override
  public boolean isEmpty() {
    return controls.isEmpty();
  }

  @Override
  public void write(Html html) {
    html.leaf(
        "p",
        "The probe is logistic regression on standardised features, which has no rate, start or"
            + " order. On labels dealt out at random it must fall to the base rate: shown are mean"
            + " and range of several deals, and it is at the base rate unless all lie above it.");
    html.begin("div", "class", "wide").begin("table", "class", "figures").begin("tr");
    html.leaf("th", "control", "class", "text").leaf("th", "base", "class", "text");
    html.leaf("th", score).leaf("th", "95 % interval");
    html.leaf("th", "verdict", "class", "text").end();
    controls.forEach(control -> row(html, control));
    html.end().end();
  }

  private static void row(Html html, Control control) {
    html.begin("tr").leaf("th", control.name(), "scope", "row");
    html.leaf("td", control.base() == null ? "" : control.base(), "class", "text");
    html.leaf("td", Shown.share(control.score()));
    html.leaf(
        "td",
        control.ci95() == null
            ? ""
            : Shown.share(control.ci95().get(0)) + " … " + Shown.share(control.ci95().get(1)));
    html.leaf("td", control.verdict() == null ? "" : control.verdict(), "class", "text").end();
  }
}
