package org.graft.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.graft.experiment.Comparison;
import org.graft.experiment.ComparisonRow;
import org.graft.train.EpochMetrics;
import org.graft.train.RunFolder;

/**
 * How the bases of a comparison learned, all in one picture, with the base rate: one sees
 * which of them lie on it. Where images were held out, their line is dotted.
 */
record ComparedCurves(Comparison comparison) implements Section {
  private static final List<String> STYLES =
      List.of("first", "second", "third", "fourth", "fifth", "sixth");

  /** A base's run and what is said of each of its epochs. */
  private record Learned(String name, String style, List<EpochMetrics> epochs) {
    Series line(String of, Function<EpochMetrics, Double> figure, String look) {
      return new Series(
          name + of,
          style + look,
          epochs.stream()
              .map(figure)
              .map(value -> value == null ? Double.NaN : value)
              .toList());
    }

    boolean heldOut() {
      return epochs.stream().anyMatch(epoch -> epoch.validationAccuracy() != null);
    }
  }

  @Override
  public String title() {
    return "Learning curves";
  }

  @Override
  public boolean isEmpty() {
    return learned().isEmpty();
  }

  @Override
  public void write(Html html) {
    List<Learned> learned = learned();
    List<Series> accuracy = new ArrayList<>();
    List<Series> loss = new ArrayList<>();
    for (Learned run : learned) {
      accuracy.add(run.line("", EpochMetrics::accuracy, ""));
      loss.add(run.line("", EpochMetrics::loss, ""));
      if (run.heldOut()) {
        accuracy.add(run.line(", held out", EpochMetrics::validationAccuracy, " apart"));
        loss.add(run.line(", held out", EpochMetrics::validationLoss, " apart"));
      }
    }
    int epochs = learned.stream().mapToInt(run -> run.epochs().size()).max().orElseThrow();
    accuracy.add(Series.level("base rate", comparison.baseRate(), epochs));
    loss.add(Series.level("loss of chance", -Math.log(comparison.rows().get(0).chance()), epochs));
    html.begin("div", "class", "charts");
    new LineChart("Training accuracy", 1, accuracy).write(html);
    LineChart.fitted("Loss", loss).write(html);
    html.end();
    if (comparison.rows().size() > learned.size()) {
      html.leaf("p", "The " + learned.size() + " most accurate; a head that is solved has no curve.");
    }
  }

  /** The most accurate runs that were trained in epochs, in the table's order. */
  private List<Learned> learned() {
    List<ComparisonRow> best =
        comparison.rows().stream()
            .sorted((one, other) -> Double.compare(other.accuracy(), one.accuracy()))
            .limit(STYLES.size())
            .toList();
    List<Learned> learned = new ArrayList<>();
    for (ComparisonRow row : comparison.rows()) {
      List<EpochMetrics> epochs = RunFolder.metrics(Path.of(row.run()));
      if (best.contains(row) && !epochs.isEmpty()) {
        learned.add(new Learned(name(row), STYLES.get(learned.size()), epochs));
      }
    }
    return learned;
  }

  /** The base alone where it has one row. */
  private String name(ComparisonRow row) {
    long rows = comparison.rows().stream().filter(r -> r.base().equals(row.base())).count();
    return rows == 1 ? row.base() : ComparisonTable.name(row);
  }
}
