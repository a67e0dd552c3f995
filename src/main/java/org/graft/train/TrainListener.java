package org.graft.train;

import org.graft.image.SkippedImage;

/** Told how a training gets on. */
public interface TrainListener {
  /** Images through the frozen base, of how many. */
  void features(String part, int images, int of);

  /** An epoch is over. */
  void epoch(EpochMetrics metrics, int of);

  /** A part of a cross-validation is over, from 1, of how many. */
  void fold(int fold, int of, double accuracy);

  /** An image could not be read and is left out. */
  void skipped(SkippedImage image);
}
