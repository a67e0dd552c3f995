package org.graft.report;

import java.util.Locale;
import java.util.Optional;
import org.graft.train.Calibrated;
import org.graft.train.Calibration;
import org.graft.train.Calibration.Bin;
import org.graft.train.Unknown;

/** How often the model is right when it is that sure, and what a temperature did to it. */
record Reliability(String title, Calibration calibration, Optional<Calibrated> calibrated)
    implements Section {
  @Override
  public void write(Html html) {
    html.leaf(
        "p",
        String.format(
            "Expected calibration error %s: what the highest probability says and how often it is"
                + " right differ by that much on average.%s",
            Shown.share(calibration.error()), calibrated.map(Reliability::told).orElse("")));
    html.begin("div", "class", "wide").begin("table", "class", "figures bars").begin("tr");
    html.leaf("th", "probability", "scope", "col").leaf("th", "right (line: as it says)");
    html.leaf("th", "right", "scope", "col").leaf("th", "n", "scope", "col").end();
    calibration.bins().stream().filter(bin -> bin.images() > 0).forEach(bin -> row(html, bin));
    html.end().end();
  }

  private static String told(Calibrated by) {
    return String.format(
            Locale.ROOT,
            " A temperature of %.2f, found on %s, divides the logits; without it the error is %s"
                + " and the loss %.3f, with it %.3f.",
            by.temperature(),
            by.source(),
            Shown.share(by.errorBefore()),
            by.lossBefore(),
            by.loss())
        + (by.unknown() == null ? "" : told(by.unknown()));
  }

  private static String told(Unknown unknown) {
    return String.format(
        Locale.ROOT,
        " An image is called unknown whose likeliest class is less probable than %.3f: %s of the"
            + " images get an answer, and of these answers %s are right (%s wanted).",
        unknown.below(),
        Shown.share(unknown.answered()),
        Shown.share(unknown.right()),
        Shown.share(unknown.precision()));
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
