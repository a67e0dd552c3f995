package org.graft.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.graft.train.EpochMetrics;

/** A curve in one line of text: a bar an epoch, from the least value to the greatest. */
final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int MOST = 40;

  private Sparkline() {}

  /**
   * Tells how a training went: loss over all epochs of all phases, and training accuracy where the
   * task has one.
   */
  static void tell(Console console, List<EpochMetrics> metrics) {
    if (metrics.size() < 2) {
      return;
    }
    tell(console, "loss", metrics, EpochMetrics::loss);
    if (metrics.stream().allMatch(epoch -> epoch.accuracy() != null)) {
      tell(console, "training accuracy", metrics, EpochMetrics::accuracy);
    }
  }

  private static void tell(
      Console console, String name, List<EpochMetrics> all, ToDoubleFunction<EpochMetrics> value) {
    double[] values = all.stream().mapToDouble(value).toArray();
    console.progress(
        "  %-17s %s  %.3f to %.3f", name, of(values), values[0], values[values.length - 1]);
  }

  /** At most 40 bars: of more values each bar is the mean of its share. */
  static String of(double... values) {
    int bars = Math.min(MOST, values.length);
    double[] means = new double[bars];
    for (int i = 0; i < bars; i++) {
      int from = i * values.length / bars;
      int to = (i + 1) * values.length / bars;
      means[i] = Arrays.stream(values, from, to).average().orElseThrow();
    }
    double least = Arrays.stream(means).min().orElse(0);
    double span = Arrays.stream(means).max().orElse(0) - least;
    StringBuilder line = new StringBuilder();
    for (double mean : means) {
      double part = span > 0 ? (mean - least) / span : 0;
      line.append(BARS.charAt((int) Math.round(part * (BARS.length() - 1))));
    }
    return line.toString();
  }
}
