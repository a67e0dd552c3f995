package org.graft.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.graft.train.Doubt;

/** Training images whose labels may be wrong, with the images while they exist. */
record DoubtfulLabels(String title, List<Doubt> doubts) implements Section {
  private static final int MOST = 12;

  @Override
  public boolean isEmpty() {
    return doubts.isEmpty();
  }

  @Override
  public void write(Html html) {
    html.leaf(
        "p",
        String.format(
            Locale.ROOT,
            "%d training images bear a label of which a model that did not learn from them is less"
                + " sure than of another, by the cross-validation (confident learning). The clearest"
                + " ones; run.json lists up to a hundred.",
            doubts.size()));
    html.begin("div", "class", "pictures");
    doubts.stream().limit(MOST).forEach(doubt -> picture(html, doubt));
    html.end();
  }

  private static void picture(Html html, Doubt doubt) {
    Picture.write(
        html,
        Path.of(doubt.path()),
        doubt.label(),
        doubt.likelier() + "?",
        Shown.share(doubt.probability()),
        "is called " + doubt.label() + " (" + Shown.share(doubt.own()) + ")");
  }
}
