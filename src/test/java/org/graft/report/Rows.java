package org.graft.report;

import java.util.List;
import org.graft.experiment.ComparisonRow;

/** Rows of a comparison that nobody had to train. */
final class Rows {
  private Rows() {}

  /** Of some accuracy, 0..1, and the runs of these cells. */
  static ComparisonRow row(String base, double accuracy, ComparisonRow.Cell... cells) {
    return new ComparisonRow(
        base,
        75,
        "caffe",
        0.003,
        accuracy,
        null,
        List.of(0.0, 1.0),
        null,
        0.1,
        "converges",
        null,
        accuracy,
        1.5,
        0.1,
        120,
        4.5,
        1000,
        null,
        1,
        List.of(cells),
        cells[0].run());
  }
}
