package org.graft.cli;

import java.util.Locale;
import org.graft.image.SkippedImage;
import org.graft.train.EpochMetrics;
import org.graft.train.TrainListener;
import org.jspecify.annotations.Nullable;

/**
 * A training's progress: images through the base, then epochs: drawn on a terminal, elsewhere a
 * line every few of them.
 */
class ProgressLines implements TrainListener {
  private static final int LINES = 5;

  final Console console;
  private @Nullable String shown;
  private @Nullable ProgressBar bar;

  ProgressLines(Console console) {
    this.console = console;
  }

  @Override
  public void features(String part, int images, int of) {
    bar(part, "images", images).show(images, of);
  }

  @Override
  public void epoch(EpochMetrics metrics, int of) {
    boolean terminal = console.environment().terminal();
    if (terminal) {
      bar(metrics.phase(), "epochs", metrics.epoch()).show(metrics.epoch(), of);
    }
    int between = terminal ? of : Math.max(1, of / LINES);
    if (metrics.epoch() == of || metrics.epoch() % between == 0) {
      console.progress(
          "  epoch %d of %d: loss %.4f%s",
          metrics.epoch(),
          of,
          metrics.loss(),
          metrics.accuracy() == null
              ? ""
              : String.format(Locale.ROOT, ", training accuracy %.3f", metrics.accuracy()));
    }
  }

  private ProgressBar bar(String label, String unit, long done) {
    if (bar == null || !label.equals(shown)) {
      shown = label;
      bar = new ProgressBar(console, label, unit, 1, done);
    }
    return bar;
  }

  @Override
  public void fold(int fold, int of, double score) {
    console.progress("  fold %d of %d: score %.3f", fold, of, score);
  }

  @Override
  public void skipped(SkippedImage image) {
    console.skipped(image);
  }
}
