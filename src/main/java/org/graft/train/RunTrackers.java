package org.graft.train;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.graft.track.CsvTable;
import org.graft.track.Figures;
import org.graft.track.JsonLines;
import org.graft.track.TensorBoard;
import org.graft.track.Tracker;

/** The tables and event files of a run, all begun anew and told of every epoch. */
final class RunTrackers implements AutoCloseable {
  private final List<Tracker> trackers;
  private int steps;

  RunTrackers(Path folder, Instant started) {
    this.trackers =
        List.of(
            new JsonLines(folder.resolve(RunFolder.METRICS)),
            new CsvTable(folder.resolve("metrics.csv"), EpochMetrics.figureNames()),
            new TensorBoard(folder, started));
  }

  /** The next epoch of the run as other programs are told of it. */
  Figures epoch(EpochMetrics metrics) {
    Figures figures = metrics.figures(++steps);
    trackers.forEach(tracker -> tracker.epoch(figures));
    return figures;
  }

  @Override
  public void close() {
    trackers.forEach(Tracker::close);
  }
}
