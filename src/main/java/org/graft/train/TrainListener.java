package org.graft.train;

import org.graft.image.SkippedImage;

/** Told how a training gets on. */
public interface TrainListener {
  /** Images through the frozen base, of how many. */
  void features(String part, int images, int of);

  /** An epoch is over. */
  void epoch(EpochMetrics metrics, int of);

  /** An image could not be read and is left out. */
  void skipped(SkippedImage image);
}
