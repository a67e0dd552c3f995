package org.graft.train;

import org.graft.image.SkippedImage;

/** Told how a training gets on; hears of what it overrides. */
public interface TrainListener {
  /** Hears nothing. */
  TrainListener NONE = new TrainListener() {};

  /** Images through the frozen base, of how many. */
  default void features(String part, int images, int of) {}

  /** An epoch is over. */
  default void epoch(EpochMetrics metrics, int of) {}

  /** A part of a cross-validation is over, from 1, of how many. */
  default void fold(int fold, int of, double score) {}

  /** An image could not be read and is left out. */
  default void skipped(SkippedImage image) {}
}
