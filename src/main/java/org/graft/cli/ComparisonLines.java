package org.graft.cli;

import java.util.List;
import java.util.Locale;
import org.graft.experiment.Comparison;
import org.graft.experiment.ComparisonRow;
import org.graft.experiment.Control;

/** A comparison in words: a line a row, then what the rows must be held against. */
final class ComparisonLines {
  private static final double MEGA = 1e6;

  /** Above the columns of a row, with the score's name in the second. */
  private static final String HEADING =
      "BASE                   %8s  95 %% INTERVAL   BASE RATE  MACRO F1    LOSS  VERDICT    CAUSE     "
          + "         P SECONDS   PARAMS  PEAK MB";

  private ComparisonLines() {}

  static void print(Console console, Comparison comparison) {
    boolean several = hasSettings(comparison);
    console.result(HEADING, heading(comparison.score()));
    for (ComparisonRow row : comparison.rows()) {
      row(console, row);
      if (several) {
        console.result(
            "  %d px, preprocessing %s, learning rate %s",
            row.size(), row.preprocessing(), row.learningRate());
      }
      if (row.spread() != null) {
        List<Long> seeds = row.cells().stream().map(ComparisonRow.Cell::seed).toList();
        console.result("  mean of seeds %s, deviation %.3f", seeds, row.spread());
      }
    }
    comparison.controls().forEach(control -> control(console, control));
  }

  /** The score's name in eight places. */
  private static String heading(String score) {
    return score.equals("mean average precision") ? "MEAN AP" : score.toUpperCase(Locale.ROOT);
  }

  /** Whether a base has several rows, which differ by their settings. */
  private static boolean hasSettings(Comparison comparison) {
    long bases = comparison.rows().stream().map(ComparisonRow::base).distinct().count();
    return bases < comparison.rows().size();
  }

  private static void row(Console console, ComparisonRow row) {
    console.result(
        "%-22s %8.3f  %.3f … %.3f   %9.3f  %8s %7.3f  %-10s %-13s %6.3f %7.1f %7.2fM %8s",
        row.base(),
        row.score(),
        row.ci95().get(0),
        row.ci95().get(1),
        row.baseRate(),
        row.macroF1() == null ? "-" : String.format(Locale.ROOT, "%.3f", row.macroF1()),
        row.loss(),
        row.verdict(),
        row.cause() == null ? "" : row.cause(),
        row.versusBest(),
        row.seconds(),
        row.parameters() / MEGA,
        row.peakMegabytes() == null ? "-" : Math.round(row.peakMegabytes()));
  }

  private static void control(Console console, Control control) {
    String name = control.base() == null ? control.name() : control.name() + ", " + control.base();
    if (control.ci95() == null) {
      console.result("= %-31s %.3f", name, control.score());
    } else {
      console.result(
          "= %-31s %.3f  %.3f … %.3f  %s",
          name, control.score(), control.ci95().get(0), control.ci95().get(1), control.verdict());
    }
  }
}
