package org.graft.cli;

import org.graft.image.SkippedImage;
import org.graft.train.EpochMetrics;
import org.graft.train.TrainListener;

/** A training's progress as lines: the end of each part, and every few epochs. */
final class ProgressLines implements TrainListener {
  private static final int LINES = 5;

  private final Console console;

  ProgressLines(Console console) {
    this.console = console;
  }

  @Override
  public void features(String part, int images, int of) {
    if (images == of) {
      console.progress("  %s images: %d through the frozen base", part, images);
    }
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
  public void skipped(SkippedImage image) {
    console.warn("skipped: %s", image.reason());
  }
}
