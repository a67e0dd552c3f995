package org.graft.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.graft.train.EpochMetrics;

/**
 * How accuracy and loss went from epoch to epoch, all phases in a row.
 *
 * @param epochs none for a head that is solved
 * @param watched what images are called that were looked at after each epoch, if any were
 * @param baseRate accuracy of always naming the commonest class, 0..1; NaN where answers are not
 *     counted
 * @param chance the loss of naming every class with the same probability, in nats; NaN likewise
 */
record Curves(
    String title, List<EpochMetrics> epochs, String watched, double baseRate, double chance)
    implements Section {
  @Override
  public boolean isEmpty() {
    return epochs.isEmpty();
  }

  @Override
  public void write(Html html) {
    html.begin("div", "class", "charts");
    if (!Double.isNaN(baseRate)) {
      List<Series> accuracy = series(EpochMetrics::accuracy, EpochMetrics::validationAccuracy);
      accuracy.add(Series.level("base rate", baseRate, epochs.size()));
      new LineChart("Accuracy", 1, accuracy).write(html);
    }
    List<Series> loss = series(EpochMetrics::loss, EpochMetrics::validationLoss);
    if (!Double.isNaN(chance)) {
      loss.add(Series.level("loss of chance", chance, epochs.size()));
    }
    LineChart.fitted("Loss", loss).write(html);
    html.end();
    long first = epochs.stream().filter(e -> e.phase().equals(epochs.get(0).phase())).count();
    if (first < epochs.size()) {
      html.leaf("p", "The second phase begins with epoch " + (first + 1) + ".");
    }
  }

  private List<Series> series(
      Function<EpochMetrics, Double> train, Function<EpochMetrics, Double> validation) {
    List<Series> series = new ArrayList<>();
    series.add(Series.of("train", "first", epochs, train));
    if (epochs.stream().map(validation).anyMatch(value -> value != null)) {
      series.add(Series.of(watched, "second", epochs, validation));
    }
    return series;
  }
}
