package org.graft.report;

import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.graft.train.EpochMetrics;

/**
 * A line of a chart.
 *
 * @param name what it is called in the legend
 * @param style the class that gives it its colour
 * @param values one a step, from the first; those that are not finite leave a gap
 */
record Series(String name, String style, List<Double> values) {
  Series {
    values = List.copyOf(values);
  }

  /** A figure of each epoch, with a gap where it has none. */
  static Series of(
      String name, String style, List<EpochMetrics> epochs, Function<EpochMetrics, Double> figure) {
    return new Series(
        name,
        style,
        epochs.stream().map(figure).map(value -> value == null ? Double.NaN : value).toList());
  }

  /** A level that does not change over {@code steps} steps. */
  static Series level(String name, double value, int steps) {
    return new Series(name, "level", Collections.nCopies(steps, value));
  }
}
