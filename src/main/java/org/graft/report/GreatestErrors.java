package org.graft.report;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;
import org.graft.train.Evaluation;
import org.graft.train.Regression;

/** The images whose number is furthest from what it should be. */
record GreatestErrors(String title, Evaluation evaluation, Regression task) implements Section {
  private static final int MOST = 12;

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
    String own = shown(truth(i));
    Picture.write(html, evaluation.files().get(i), own, shown(given(i)), "is " + own);
  }

  private static String shown(double number) {
    return String.format(Locale.ROOT, "%.4g", number);
  }
}
