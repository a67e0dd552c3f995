package org.graft.report;

import org.graft.doctor.Diagnosis;

/** What the doctor found, the cure, and the score before and after it. */
record FindingSection(String title, Diagnosis diagnosis, String cure) implements Section {
  @Override
  public void write(Html html) {
    html.leaf("p", diagnosis.verdict().toString(), "class", "verdict");
    html.leaf("p", diagnosis.reason());
    html.leaf("p", "By " + diagnosis.score() + " on the test images:");
    html.begin("div", "class", "wide").begin("table", "class", "figures bars");
    row(html, "as it was run", diagnosis.before(), "second");
    diagnosis.after().ifPresent(after -> row(html, "with the cure", after, "first"));
    html.end().end();
    if (!cure.isEmpty()) {
      html.leaf("h3", "The cure").begin("pre").leaf("code", cure).end();
    }
  }

  private static void row(Html html, String name, double score, String style) {
    html.begin("tr").leaf("th", name, "scope", "row").begin("td").begin("div", "class", "bar");
    double width = 100 * Math.max(0, score);
    html.leaf("i", "", "class", style, "style", "width:" + Shown.at(width) + "%");
    html.end().end().leaf("td", Shown.share(score)).end();
  }
}
