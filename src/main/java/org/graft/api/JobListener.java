package org.graft.api;

import java.nio.file.Path;
import org.graft.audit.Audit;
import org.graft.image.LeftOut;
import org.graft.train.LiveRun;
import org.graft.train.TrainListener;
import org.graft.train.TrainRequest;

/** Told how a job gets on; hears of what it overrides. */
public interface JobListener extends TrainListener {
  /** Does without being told. */
  JobListener SILENT = new JobListener() {};

  /**
   * The images were looked over, before anything is learned from them.
   *
   * @param leftOut what is not taken of them
   */
  default void audited(Audit audit, LeftOut leftOut) {}

  /** What is not taken of the images, where nothing looks them over. */
  default void leftOut(LeftOut leftOut) {}

  /** A remark on what is going on. */
  default void told(String line) {}

  /** All is settled, and a training is about to begin. */
  default void training(String base, TrainRequest request) {}

  /**
   * Images through the frozen base in one of many short trainings of an examination, of how many.
   */
  default void examining(String part, int images, int of) {}

  /** A run has a folder from now on. */
  default void begun(LiveRun run) {}

  /** A run that was left goes on. */
  default void resumed(LiveRun run) {}

  /** A training failed; what it has learned so far is kept, so that it can go on. */
  default void kept(Path run) {}

  /** The process ends while a run is under way, which can go on. */
  default void stopped(Path run) {}
}
