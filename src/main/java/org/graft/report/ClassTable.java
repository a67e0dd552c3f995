package org.graft.report;

import java.util.List;
import org.graft.experiment.ClassScore;

/** Precision, recall and F1 of every class. */
record ClassTable(String title, List<ClassScore> scores) implements Section {
  @Override
  public void write(Html html) {
    html.begin("div", "class", "wide").begin("table", "class", "figures").begin("tr");
    for (String head : List.of("class", "precision", "recall", "F1", "n")) {
      html.leaf("th", head, "scope", "col");
    }
    html.end();
    for (ClassScore score : scores) {
      html.begin("tr").leaf("th", score.label(), "scope", "row");
      html.leaf("td", Shown.share(score.precision()));
      html.leaf("td", Shown.share(score.recall()));
      html.leaf("td", Shown.share(score.f1()));
      html.leaf("td", Integer.toString(score.images())).end();
    }
    html.end().end();
  }
}
