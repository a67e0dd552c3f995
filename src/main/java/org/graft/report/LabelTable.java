package org.graft.report;

import java.util.List;
import org.graft.train.LabelScore;

/** How each label does where an image may have several. */
record LabelTable(String title, List<LabelScore> scores) implements Section {
  @Override
  public void write(Html html) {
    html.leaf(
        "p",
        "A label is named from its threshold on, which was chosen for the greatest F1 on images held"
            + " out of the training. Average precision ranks all images by the label's"
            + " probability, whatever the threshold.");
    html.begin("div", "class", "wide").begin("table", "class", "figures").begin("tr");
    for (String head :
        List.of("label", "average precision", "threshold", "precision", "recall", "F1", "n")) {
      html.leaf("th", head, "scope", "col");
    }
    html.end();
    for (LabelScore score : scores) {
      html.begin("tr").leaf("th", score.label(), "scope", "row");
      html.leaf("td", Shown.share(score.averagePrecision()));
      html.leaf("td", Shown.share(score.threshold()));
      html.leaf("td", Shown.share(score.precision()));
      html.leaf("td", Shown.share(score.recall()));
      html.leaf("td", Shown.share(score.f1()));
      html.leaf("td", Integer.toString(score.images())).end();
    }
    html.end().end();
  }
}
