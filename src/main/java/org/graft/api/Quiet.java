package org.graft.api;

import org.graft.train.TrainListener;

/**
 * Many short trainings that follow one another: told of the images alone, since epochs tell nothing
 * then, and what was skipped the audit has told.
 */
record Quiet(JobListener listener) implements TrainListener {
  @Override
  public void features(String part, int images, int of) {
    listener.examining(part, images, of);
  }
}
