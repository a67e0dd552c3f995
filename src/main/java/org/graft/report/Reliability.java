package org.graft.report;

import org.graft.experiment.Calibration;
import org.graft.experiment.Calibration.Bin;

/** How often the model is right when it is that sure. */
record Reliability(Calibration calibration) implements Section {
  @Override
  public String title() {
    return "Calibration";
  }

  @Override
  public void write(Html html) {
    html.leaf(
        "p",
        String.format(
            "Expected calibration error %s: what the highest probability says and how often it is"
                + " right differ by that much on average.",
            Shown.share(calibration.error())));
    html.begin("div", "class", "wide").begin("table", "class", "figures bars").begin("tr");
    html.leaf("th", "probability", "scope", "col").leaf("th", "right (line: as it says)");
    html.leaf("th", "right", "scope", "col").leaf("th", "n", "scope", "col").end();
    calibration.bins().stream().filter(bin -> bin.images() > 0).forEach(bin -> row(html, bin));
    html.end().end();
  }

  private static void row(Html html, Bin bin) {
    html.begin("tr");
    html.leaf("th", Shown.at(bin.low()) + " … " + Shown.at(bin.high()), "scope", "row");
    html.begin("td").begin("div", "class", "bar");
    html.leaf("i", "", "style", "width:" + Shown.at(100 * bin.accuracy()) + "%");
    html.leaf("b", "", "style", "left:" + Shown.at(100 * bin.confidence()) + "%");
    html.end().end();
    html.leaf("td", Shown.share(bin.accuracy()));
    html.leaf("td", Integer.toString(bin.images())).end();
  }
}
