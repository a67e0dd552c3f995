package org.graft.report;

import java.util.List;
import org.graft.doctor.Diagnosis.Trial;

/** Every remedy that was tried. */
record Trials(String title, List<Trial> trials, String score) implements Section {
  @Override
  public boolean isEmpty() {
    return trials.isEmpty();
  }

  @Override
  public void write(Html html) {
    html.leaf(
        "p",
        "Each changes one factor, but for another recipe; judged by training images held out.");
    html.begin("div", "class", "wide").begin("table", "class", "figures").begin("tr");
    html.leaf("th", "against", "class", "text").leaf("th", "remedy", "class", "text");
    html.leaf("th", "held-out " + score).end();
    for (Trial trial : trials) {
      html.begin("tr").leaf("td", trial.cause().toString(), "class", "text");
      html.leaf("td", trial.remedy(), "class", "text long");
      html.leaf("td", Shown.share(trial.score())).end();
    }
    html.end().end();
  }
}
