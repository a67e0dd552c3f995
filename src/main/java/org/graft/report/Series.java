package org.graft.report;

import java.util.Collections;
import java.util.List;

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

  /** A level that does not change over {@code steps} steps. */
  static Series level(String name, double value, int steps) {
    return new Series(name, "level", Collections.nCopies(steps, value));
  }
}
