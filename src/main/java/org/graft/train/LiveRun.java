package org.graft.train;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.storage.AtomicFile;
import org.graft.storage.Json;
import org.graft.track.Figures;
import org.graft.track.Mlflow;

/**
 * A run under way, in its folder from the first moment on: what was asked for, tables that grow
 * with every epoch, and checkpoints from which a run that was stopped ends with the same weights as
 * one that was not. {@code run.json} comes last and makes a finished run of it. One process at a
 * time has a run under way.
 */
public final class LiveRun implements Progress, AutoCloseable {
  /** A checkpoint costs time; what has not got one is computed again, to the same bits. */
  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(5);

  private static final String CHECKPOINTS = "checkpoints";
  private static final String FOLLOWER = "mlflow.json";

  private final Path folder;
  private final Begun begun;
  private final Clock clock;
  private final boolean onlyOne;
  private final FileChannel lock;
  private final RunTrackers trackers;
  private Optional<Mlflow> mlflow = Optional.empty();
  private String examples;
  private Instant kept;

  /**
   * @param onlyOne whether the folder of runs was made for it
   */
  private LiveRun(Path folder, Clock clock, boolean onlyOne) {
    this.folder = folder;
    this.onlyOne = onlyOne;
    this.clock = clock;
    this.lock = locked(folder);
    this.begun = Begun.read(folder);
    this.kept = clock.instant();
    this.trackers = new RunTrackers(folder, started());
  }

  /** A new run below {@code runs}. */
  public static LiveRun begin(Path runs, String base, TrainRequest request, Clock clock) {
    Instant started = clock.instant();
    boolean onlyOne = !Files.exists(runs);
    Path folder = RunFolder.free(runs, RunFolder.id(started, base, request.recipe().name()));
    String id = folder.getFileName().toString();
    Begun begun = new Begun(Begun.FORMAT, id, base, started.toString(), request);
    AtomicFile.writeFolder(folder, begun::write);
    return new LiveRun(folder, clock, onlyOne);
  }

  /**
   * A run that was left.
   *
   * @throws InputException if another process has it under way
   */
  public static LiveRun resume(Path folder, Clock clock) {
    deleteHalfWritten(folder);
    return new LiveRun(folder, clock, false);
  }

  /** Whether some process has the run in a folder under way. */
  static boolean isRunning(Path folder) {
    try (FileChannel channel = FileChannel.open(Begun.file(folder), StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel)) {
      return lock == null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Epochs of an unfinished run that need not be trained again. */
  static int epochsKept(Path folder) {
    Path checkpoints = folder.resolve(CHECKPOINTS);
    return new Checkpoint(checkpoints, 0).epochs() + new Checkpoint(checkpoints, 1).epochs();
  }

  public Path folder() {
    return folder;
  }

  /** Name of the base on the shelf. */
  public String base() {
    return begun.base();
  }

  public TrainRequest request() {
    return begun.request();
  }

  public RunName name() {
    return new RunName(begun.id(), started());
  }

  /** Whether there is work in it that would be lost. */
  public boolean hasCheckpoint() {
    return checkpoint(0).exists() || checkpoint(1).exists();
  }

  /** The server that has followed the run before, if one has. */
  public Optional<Follower> follower() {
    Path file = folder.resolve(FOLLOWER);
    return Files.exists(file) ? Optional.of(Json.read(file, Follower.class)) : Optional.empty();
  }

  /** Has a server hear of epochs to come and of the end. */
  public void followed(String address, Mlflow by) {
    mlflow = Optional.of(by);
    by.id()
        .map(id -> new Follower(address, id))
        .ifPresent(
            known -> AtomicFile.write(folder.resolve(FOLLOWER), file -> Json.write(file, known)));
  }

  @Override
  public Optional<TrainState> restored(int phase, String examples) {
    this.examples = examples;
    Optional<TrainState> state = checkpoint(phase).read(examples);
    state.ifPresent(s -> s.metrics().forEach(trackers::epoch));
    return state;
  }

  @Override
  public void epoch(EpochMetrics metrics, int of, Supplier<TrainState> state) {
    Figures figures = trackers.epoch(metrics);
    mlflow.ifPresent(server -> server.epoch(figures));
    if (Duration.between(kept, clock.instant()).compareTo(BETWEEN_CHECKPOINTS) >= 0) {
      keep(state.get());
    }
  }

  @Override
  public void phaseDone(Supplier<TrainState> state) {
    if (request().fineTune().isPresent()) {
      keep(state.get());
    }
  }

  /** Puts the finished run in the place of what is there. */
  public void finish(Run run) {
    trackers.close();
    RunFolder.write(folder, run);
    AtomicFile.deleteTree(folder.resolve(CHECKPOINTS));
    Begun.delete(folder);
    mlflow.ifPresent(
        server -> {
          server.result(Map.of("test_accuracy", run.record().testAccuracy()));
          server.end(Mlflow.End.FINISHED);
        });
  }

  /** The process is being stopped from outside. */
  public void stopped() {
    mlflow.ifPresent(server -> server.end(Mlflow.End.KILLED));
  }

  /** Removes the run, and the folder of runs if nothing else came into it since. */
  public void discard() {
    close();
    AtomicFile.deleteTree(folder);
    File runs = folder.toAbsolutePath().getParent().toFile();
    if (onlyOne && runs.list().length == 0) {
      AtomicFile.deleteTree(runs.toPath());
    }
  }

  @Override
  public void close() {
    try {
      mlflow.ifPresent(Mlflow::close);
      trackers.close();
      lock.close();
    } catch (IOException e) {
      throw new WorkFailedException("cannot leave " + folder + ": " + e.getMessage(), e);
    }
  }

  private void keep(TrainState state) {
    checkpoint(state.phase()).write(state, examples);
    kept = clock.instant();
  }

  private Checkpoint checkpoint(int phase) {
    return new Checkpoint(folder.resolve(CHECKPOINTS), phase);
  }

  private Instant started() {
    return Instant.parse(begun.started());
  }

  private static FileChannel locked(Path folder) {
    try {
      FileChannel channel = FileChannel.open(Begun.file(folder), StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new InputException(folder + " is being trained by another process");
      }
      return channel;
    } catch (IOException e) {
      throw new MalformedFileException(folder, "cannot be taken up: " + e.getMessage(), e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** What a killed process left under temporary names. */
  private static void deleteHalfWritten(Path folder) {
    for (Path place : List.of(folder, folder.resolve(CHECKPOINTS))) {
      try (Stream<Path> files = Files.isDirectory(place) ? Files.list(place) : Stream.empty()) {
        files
            .filter(file -> file.getFileName().toString().matches("\\..*\\.part"))
            .forEach(AtomicFile::deleteTree);
      } catch (IOException e) {
        throw new WorkFailedException("cannot tidy " + place + ": " + e.getMessage(), e);
      }
    }
  }
}
