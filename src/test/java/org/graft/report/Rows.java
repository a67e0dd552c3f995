package org.graft.report;

import java.util.List;
import org.graft.experiment.Comparison;
import org.graft.experiment.ComparisonRow;
import org.jspecify.annotations.Nullable;

/** Rows of a comparison that nobody had to train. */
final class Rows {
  private Rows() {}

  /** Of some accuracy, 0..1, and the runs of these cells. */
  static ComparisonRow row(String base, double accuracy, ComparisonRow.Cell... cells) {
    return row(base, accuracy, null, "converges", null, null, cells);
  }

  /** The same with what is not always known. */
  static ComparisonRow compared(
      String base,
      double accuracy,
      @Nullable Double spread,
      @Nullable String cause,
      @Nullable Double peak) {
    return row(base, accuracy, spread, "converges", cause, peak, cell());
  }

  /** The same with another verdict. */
  static ComparisonRow judged(String base, double accuracy, String verdict) {
    return row(base, accuracy, null, verdict, null, null, cell());
  }

  /** Of a run that is not there. */
  static ComparisonRow.Cell cell() {
    return new ComparisonRow.Cell(1, 0.5, null, "gone", false);
  }

  /** On 100 images, at a base rate of 0.125. */
  static Comparison comparison(@Nullable String score, List<ComparisonRow> rows) {
    return new Comparison(
        Comparison.FORMAT,
        "data",
        "seed",
        "graft compare",
        "2026-01-01T00:00:00Z",
        "1",
        100,
        0.125,
        rows,
        List.of(),
        score);
  }

  private static ComparisonRow row(
      String base,
      double accuracy,
      @Nullable Double spread,
      String verdict,
      @Nullable String cause,
      @Nullable Double peak,
      ComparisonRow.Cell... cells) {
    return new ComparisonRow(
        base,
        75,
        "caffe",
        0.003,
        accuracy,
        null,
        List.of(0.0, 1.0),
        spread,
        0.1,
        verdict,
        cause,
        accuracy,
        1.5,
        0.1,
        120,
        4.5,
        1000,
        peak,
        1,
        List.of(cells),
        cells[0].run());
  }
}
