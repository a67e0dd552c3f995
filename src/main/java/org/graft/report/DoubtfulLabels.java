package org.graft.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.graft.train.Doubt;

/** Training images whose labels may be wrong, with the images while they exist. */
record DoubtfulLabels(List<Doubt> doubts) implements Section {
  private static final int MOST = 12;

  @Override
  public String title() {
    return "Labels to look at";
  }

  @Override
  public boolean isEmpty() {
    return doubts.isEmpty();
  }

  @Override
  public void write(Html html) {
    html.leaf(
        "p",
        String.format(
            "%d training images bear a label of which a model that did not learn from them is less"
                + " sure than of another, by the cross-validation (confident learning). The clearest"
                + " ones; run.json lists up to a hundred.",
            doubts.size()));
    html.begin("div", "class", "pictures");
    doubts.stream().limit(MOST).forEach(doubt -> picture(html, doubt));
    html.end();
  }

  private static void picture(Html html, Doubt doubt) {
    Path file = Path.of(doubt.path());
    html.begin("figure", "class", "picture");
    Optional<String> small = Thumbnail.of(file);
    if (small.isPresent()) {
      html.single("img", "src", small.get(), "alt", doubt.label());
    } else {
      html.leaf("div", "image is gone", "class", "gone");
    }
    html.begin("figcaption");
    html.leaf("b", doubt.likelier() + "?");
    html.leaf("span", Shown.share(doubt.probability()));
    html.leaf("span", "is called " + doubt.label() + " (" + Shown.share(doubt.own()) + ")");
    html.leaf("small", String.valueOf(file.getFileName()));
    html.end().end();
  }
}
