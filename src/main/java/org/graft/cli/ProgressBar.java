package org.graft.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How far some long work has got: on a terminal one line that is drawn anew, with rate and time
 * left; elsewhere a line every quarter of the way.
 */
final class ProgressBar {
  private static final int CELLS = 24;
  private static final int FEWEST_CELLS = 8;

  /** Brackets, spaces, and the last column, which stays free. */
  private static final int AROUND_CELLS = 5;

  private static final int QUARTERS = 4;
  private static final int UNITS_A_LINE = 16;
  private static final Duration BETWEEN_DRAWINGS = Duration.ofMillis(200);

  private final Console console;
  private final String label;
  private final String unit;
  private final long scale;
  private final Instant started;
  private final long before;
  private Instant drawn = Instant.EPOCH;
  private long quarters;

  /**
   * Counts in units of {@code scale}, called {@code unit}, of which {@code before} were done before
   * the time that is measured.
   */
  ProgressBar(Console console, String label, String unit, long scale, long before) {
    this.before = before;
    this.console = console;
    this.label = label;
    this.unit = unit;
    this.scale = scale;
    this.started = console.environment().clock().instant();
  }

  /** {@code done} of {@code total}, which is not positive while it is not known. */
  void show(long done, long total) {
    Instant now = console.environment().clock().instant();
    if (!console.environment().terminal()) {
      line(done, total);
    } else if (done == total || Duration.between(drawn, now).compareTo(BETWEEN_DRAWINGS) >= 0) {
      drawn = now;
      console.redraw(bar(done, total, Duration.between(started, now)), done == total);
    }
  }

  private void line(long done, long total) {
    long reached = total > 0 ? done * QUARTERS / total : done / (UNITS_A_LINE * scale);
    if (reached > quarters) {
      quarters = reached;
      console.progress("  %s: %s", label, counts(done, total));
    }
  }

  private String bar(long done, long total, Duration elapsed) {
    double seconds = Math.max(1e-3, elapsed.toMillis() / 1e3);
    double rate = (done - before) / seconds;
    String text =
        String.format(
            Locale.ROOT, "  %s: %s, %.1f %s/s", label, counts(done, total), rate / scale, unit);
    if (total <= 0 || rate <= 0) {
      return text;
    }
    String left = String.format(Locale.ROOT, "%.0f s left", (total - done) / rate);
    int room = console.environment().columns() - text.length() - left.length() - AROUND_CELLS;
    int cells = Math.min(CELLS, room);
    return cells < FEWEST_CELLS
        ? text + ", " + left
        : String.format("%s [%s] %s", text, cells(done, total, cells), left);
  }

  private static String cells(long done, long total, int cells) {
    int filled = (int) (done * cells / total);
    return "#".repeat(filled) + ".".repeat(cells - filled);
  }

  private String counts(long done, long total) {
    String of = total > 0 ? " of " + total / scale : "";
    return done / scale + of + " " + unit;
  }
}
