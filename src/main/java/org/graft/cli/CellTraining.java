package org.graft.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.base.Base;
import org.graft.experiment.CellKey;
import org.graft.experiment.CellNote;
import org.graft.experiment.PeakMemory;
import org.graft.experiment.TrainedCell;
import org.graft.image.Dataset;
import org.graft.train.LiveRun;
import org.graft.train.RunFolder;
import org.graft.train.TrainRequest;

/**
 * Trains the cells of a comparison. What a comparison has trained already with the same base,
 * images, options and seed is taken; what it has begun is gone on with.
 */
final class CellTraining {
  private final Console console;
  private final TrainingOptions options;
  private final Path runs;
  private final CellKey keys;

  CellTraining(Console console, TrainingOptions options, Path runs, Dataset dataset) {
    this.console = console;
    this.options = options;
    this.runs = runs;
    this.keys = new CellKey(dataset);
  }

  Console console() {
    return console;
  }

  /**
   * One finished training.
   *
   * @param line the command that does this one alone
   */
  TrainedCell cell(Base base, TrainRequest asked, TypedLine line) {
    TrainRequest request = asked.settled(base);
    String name = base.facts().name();
    console.progress(
        "%s, %d px, recipe %s, preprocessing %s, seed %d",
        name, request.size(), request.recipe().name(), request.preprocessing(), request.seed());
    String key = keys.of(base, request);
    Optional<Path> found = CellNote.find(runs, key);
    if (found.isPresent() && RunFolder.isFinished(found.get())) {
      console.progress("  trained already: %s", found.get());
      return TrainedCell.of(found.get(), CellNote.of(found.get()).orElseThrow(), true);
    }
    LiveRun live = found.flatMap(this::resumed).orElseGet(() -> begun(name, request, key, line));
    PeakMemory memory = new PeakMemory();
    Session.train(console, base, live, options.extraction(console).of(name));
    OptionalDouble peak = memory.megabytes();
    CellNote note = new CellNote(key, peak.isPresent() ? peak.getAsDouble() : null, null);
    note.write(live.folder());
    return TrainedCell.of(live.folder(), note, false);
  }

  /** A cell that was left; what another process has under way is trained here as well. */
  private Optional<LiveRun> resumed(Path folder) {
    Optional<LiveRun> live = LiveRun.tryResume(folder);
    live.ifPresent(left -> console.progress("  begun already, goes on: %s", folder));
    return live;
  }

  private LiveRun begun(String name, TrainRequest request, String key, TypedLine line) {
    LiveRun live =
        LiveRun.begin(
            runs,
            name,
            request,
            console.environment().clock().instant(),
            folder -> {
              new CellNote(key, null, null).write(folder);
              RunFolder.keepCommand(folder, line.repeated());
            });
    options.track(console, live);
    return live;
  }
}
