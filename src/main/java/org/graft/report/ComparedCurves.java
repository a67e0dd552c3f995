package org.graft.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.graft.experiment.Comparison;
import org.graft.experiment.ComparisonRow;
import org.graft.failure.MalformedFileException;
import org.graft.train.EpochMetrics;
import org.graft.train.Measures;
import org.graft.train.RunFolder;

/**
 * How the bases of a comparison learned, all in one picture, with the base rate: one sees which of
 * them lie on it. Of images that were looked at after each epoch, to test with or held out, the
 * line is dotted.
 */
record ComparedCurves(String title, Comparison comparison, List<Learned> learned)
    implements Section {
  private static final List<String> STYLES =
      List.of("first", "second", "third", "fourth", "fifth", "sixth");

  /** A base's run and what is said of each of its epochs. */
  record Learned(String name, String style, List<EpochMetrics> epochs, String watched) {
    Series line(String of, Function<EpochMetrics, Double> figure, String look) {
      return Series.of(name + of, style + look, epochs, figure);
    }

    boolean isWatched() {
      return epochs.stream().anyMatch(epoch -> epoch.validationAccuracy() != null);
    }
  }

  /** The most accurate runs that were trained in epochs, in the table's order. */
  static ComparedCurves of(Comparison comparison) {
    List<ComparisonRow> rows = comparison.rows();
    List<Learned> learned = new ArrayList<>();
    for (ComparisonRow row : best(rows)) {
      learned(name(rows, row), STYLES.get(learned.size()), row).ifPresent(learned::add);
    }
    return new ComparedCurves("Learning curves", comparison, learned);
  }

  /** As many as there are styles, in order; taken by their places, since rows may be alike. */
  private static List<ComparisonRow> best(List<ComparisonRow> rows) {
    return IntStream.range(0, rows.size())
        .boxed()
        .sorted((one, other) -> Double.compare(rows.get(other).score(), rows.get(one).score()))
        .limit(STYLES.size())
        .sorted()
        .map(rows::get)
        .toList();
  }

  @Override
  public boolean isEmpty() {
    return learned.isEmpty();
  }

  @Override
  public void write(Html html) {
    double chance = -Math.log(comparison.rows().get(0).chance());
    html.begin("div", "class", "charts");
    if (hasAccuracy()) {
      accuracy().write(html);
    }
    LineChart.fitted(
            "Loss",
            lines(
                EpochMetrics::loss,
                EpochMetrics::validationLoss,
                Series.level("loss of chance", chance, epochs())))
        .write(html);
    html.end();
    if (comparison.rows().size() > learned.size()) {
      html.leaf(
          "p", "The " + learned.size() + " most accurate; a head that is solved has no curve.");
    }
  }

  /**
   * The accuracies as a picture of its own; empty where there are none: for heads that are solved,
   * and numbers.
   */
  Optional<String> picture(String style) {
    return hasAccuracy() ? Optional.of(accuracy().picture(style)) : Optional.empty();
  }

  private boolean hasAccuracy() {
    return learned.stream()
        .flatMap(run -> run.epochs().stream())
        .anyMatch(epoch -> epoch.accuracy() != null);
  }

  private LineChart accuracy() {
    return new LineChart(
        "Training accuracy",
        1,
        lines(
            EpochMetrics::accuracy,
            EpochMetrics::validationAccuracy,
            Series.level("base rate", comparison.baseRate(), epochs())));
  }

  /** The level is that of classes; other tasks have none. */
  private List<Series> lines(
      Function<EpochMetrics, Double> figure, Function<EpochMetrics, Double> watched, Series level) {
    List<Series> lines = new ArrayList<>();
    for (Learned run : learned) {
      lines.add(run.line("", figure, ""));
      if (run.isWatched()) {
        lines.add(run.line(", " + run.watched(), watched, " apart"));
      }
    }
    if (comparison.score().equals(Measures.ACCURACY)) {
      lines.add(level);
    }
    return lines;
  }

  private int epochs() {
    return learned.stream().mapToInt(run -> run.epochs().size()).max().orElseThrow();
  }

  /** Nothing of a head that was solved, nor of a run that is no longer there, or damaged. */
  private static Optional<Learned> learned(String name, String style, ComparisonRow row) {
    Path run = Path.of(row.run());
    try {
      List<EpochMetrics> epochs = RunFolder.isFinished(run) ? RunFolder.metrics(run) : List.of();
      return epochs.isEmpty()
          ? Optional.empty()
          : Optional.of(new Learned(name, style, epochs, RunFolder.record(run).watched()));
    } catch (MalformedFileException e) {
      return Optional.empty();
    }
  }

  /** The base alone where it has one row. */
  private static String name(List<ComparisonRow> rows, ComparisonRow row) {
    long settings = rows.stream().filter(r -> r.base().equals(row.base())).count();
    return settings == 1 ? row.base() : ComparisonTable.name(row);
  }
}
