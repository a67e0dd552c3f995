package org.graft.api;

import java.nio.file.Path;
import org.graft.train.TrainRequest;

/** Told how a comparison gets on, training by training; hears of what it overrides. */
public interface ComparisonListener extends JobListener {
  /** The next training of the comparison, begun or not. */
  default void cell(String base, TrainRequest request) {}

  /** It was trained before, and its run is taken. */
  default void reused(Path run) {}

  /** It was begun before, and goes on. */
  default void goesOn(Path run) {}

  /** A base does not converge, and the cause is looked for. */
  default void examined(String base) {}

  /** There is nothing to hold a base's rows against. */
  default void uncontrolled(String base, String reason) {}
}
