package org.graft.api;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.base.Base;
import org.graft.experiment.CellKey;
import org.graft.experiment.CellNote;
import org.graft.experiment.PeakMemory;
import org.graft.experiment.TrainedCell;
import org.graft.train.LiveRun;
import org.graft.train.RunFolder;
import org.graft.train.TrainRequest;

/**
 * Trains the cells of a comparison. What a comparison has trained already with the same base,
 * images, options and seed is taken; what it has begun is gone on with.
 */
record CellTraining(
    RunsFolder runs, Computing computing, ComparisonListener listener, CellKey keys) {
  /**
   * One finished training.
   *
   * @param command that does this one alone, empty if there is none
   */
  TrainedCell cell(Base base, TrainRequest asked, String command) {
    TrainRequest request = asked.settled(base);
    String name = base.facts().name();
    listener.cell(name, request);
    String key = keys.of(base, request);
    Optional<Path> found = CellNote.find(runs.folder(), key);
    if (found.isPresent() && RunFolder.isFinished(found.get())) {
      listener.reused(found.get());
      return TrainedCell.of(found.get(), CellNote.of(found.get()).orElseThrow(), true);
    }
    LiveRun live = found.flatMap(this::resumed).orElseGet(() -> begun(name, request, key, command));
    PeakMemory memory = new PeakMemory();
    RunSession.train(base, live, computing.on(name), runs.words(), listener);
    OptionalDouble peak = memory.megabytes();
    CellNote note = new CellNote(key, peak.isPresent() ? peak.getAsDouble() : null, null);
    note.write(live.folder());
    return TrainedCell.of(live.folder(), note, false);
  }

  /** A cell that was left; what another process has under way is trained here as well. */
  private Optional<LiveRun> resumed(Path folder) {
    Optional<LiveRun> live = LiveRun.tryResume(folder);
    live.ifPresent(left -> listener.goesOn(folder));
    return live;
  }

  private LiveRun begun(String name, TrainRequest request, String key, String command) {
    LiveRun live =
        runs.begin(name, request, command, folder -> new CellNote(key, null, null).write(folder));
    listener.begun(live);
    return live;
  }
}
