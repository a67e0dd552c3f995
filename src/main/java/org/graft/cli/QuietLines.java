package org.graft.cli;

import org.graft.image.SkippedImage;
import org.graft.train.EpochMetrics;
import org.graft.train.TrainListener;

/** Progress of a work of many short trainings: a bar for the images, no line for an epoch. */
final class QuietLines implements TrainListener {
  private final ProgressLines lines;
  private final Console console;

  QuietLines(Console console) {
    this.lines = new ProgressLines(console);
    this.console = console;
  }

  @Override
  public void features(String part, int images, int of) {
    if (console.environment().terminal()) {
      lines.features(part, images, of);
    }
  }

  @Override
  public void epoch(EpochMetrics metrics, int of) {
    // Dozens of trainings follow one another; their epochs tell nothing.
  }

  @Override
  public void fold(int fold, int of, double accuracy) {
    // As epochs.
  }

  @Override
  public void skipped(SkippedImage image) {
    // The audit has told.
  }
}
