package org.graft.cli;

import java.nio.file.Path;
import org.graft.api.ComparisonListener;
import org.graft.train.LiveRun;
import org.graft.train.TrainRequest;

/** A training, or the trainings of a comparison, in words, as it gets on. */
final class TrainingLines extends SessionLines implements ComparisonListener {
  private final TrainingOptions options;

  /**
   * Tells the user.
   *
   * @param options say who else is told of runs
   */
  TrainingLines(Console console, TrainingOptions options) {
    super(console);
    this.options = options;
  }

  @Override
  public void begun(LiveRun run) {
    options.track(console, run);
  }

  @Override
  public void cell(String base, TrainRequest request) {
    console.progress(
        "%s, %d px, recipe %s, preprocessing %s, seed %d",
        base, request.size(), request.recipe().name(), request.preprocessing(), request.seed());
  }

  @Override
  public void reused(Path run) {
    console.progress("  trained already: %s", run);
  }

  @Override
  public void goesOn(Path run) {
    console.progress("  begun already, goes on: %s", run);
  }

  @Override
  public void examined(String base) {
    console.progress("  %s does not converge; looking for the cause", base);
  }

  @Override
  public void uncontrolled(String base, String reason) {
    console.warn("no controls on %s: %s", base, reason);
  }
}
