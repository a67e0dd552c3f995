package org.graft.report;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft.train.Evaluation;
import org.graft.train.Regression;

/** The images whose number is furthest from what it should be. */
record GreatestErrors(Evaluation evaluation, Regression task) implements Section {
  private static final int MOST = 12;

  @Override
  public String title() {
    return "Greatest errors";
  }

  @Override
  public void write(Html html) {
    html.begin("div", "class", "pictures");
    IntStream.range(0, evaluation.images())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(given(i) - truth(i))))
        .limit(MOST)
        .forEach(i -> picture(html, i));
    html.end();
  }

  private double given(int i) {
    return evaluation.probabilities().values()[i];
  }

  private double truth(int i) {
    return task.numbers().numbers().get(evaluation.truth()[i]);
  }

  private void picture(Html html, int i) {
    Path file = evaluation.files().get(i);
    html.begin("figure", "class", "picture");
    Optional<String> small = Thumbnail.of(file);
    if (small.isPresent()) {
      html.single("img", "src", small.get(), "alt", shown(truth(i)));
    } else {
      html.leaf("div", "image is gone", "class", "gone");
    }
    html.begin("figcaption");
    html.leaf("b", shown(given(i)));
    html.leaf("span", "is " + shown(truth(i)));
    html.leaf("small", String.valueOf(file.getFileName()));
    html.end().end();
  }

  private static String shown(double number) {
    return String.format(Locale.ROOT, "%.4g", number);
  }
}
