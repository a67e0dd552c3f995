package org.graft.cli;

import org.graft.image.SkippedImage;
import org.graft.train.EpochMetrics;
import org.graft.train.TrainListener;

/** A training's progress: images through the base, and every few epochs a line. */
final class ProgressLines implements TrainListener {
  private static final int LINES = 5;

  private final Console console;
  private String shown;
  private ProgressBar bar;

  ProgressLines(Console console) {
    this.console = console;
  }

  @Override
  public void features(String part, int images, int of) {
    if (bar == null || !part.equals(shown)) {
      shown = part;
      bar = new ProgressBar(console, part, "images", 1);
    }
    bar.show(images, of);
  }

  @Override
  public void epoch(EpochMetrics metrics, int of) {
    if (metrics.epoch() == of || metrics.epoch() % Math.max(1, of / LINES) == 0) {
      console.progress(
          "  epoch %d of %d: loss %.4f, training accuracy %.3f",
          metrics.epoch(), of, metrics.loss(), metrics.accuracy());
    }
  }

  @Override
  public void fold(int fold, int of, double accuracy) {
    console.progress("  fold %d of %d: accuracy %.3f", fold, of, accuracy);
  }

  @Override
  public void skipped(SkippedImage image) {
    console.warn("skipped: %s", image.reason());
  }
}
