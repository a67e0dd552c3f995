package org.graft.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.graft.failure.GraftException;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.storage.AtomicFile;
import org.graft.storage.FileSystemTraits;
import org.graft.storage.Json;
import org.graft.storage.ProcessLock;
import org.graft.storage.Scratch;
import org.graft.track.Figures;
import org.graft.track.Mlflow;

/**
 * A run under way, in its folder from the first moment on: what was asked for, tables that grow
 * with every epoch, and checkpoints from which a run that was stopped ends with the same weights as
 * one that was not. {@code run.json} comes last and makes a finished run of it. One process at a
 * time has a run under way.
 */
public final class LiveRun implements Checkpointer, AutoCloseable {
  /** A checkpoint costs time; what has not got one is computed again, to the same bits. */
  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(5);

  private static final String CHECKPOINTS = "checkpoints";
  private static final String FOLLOWER = "mlflow.json";
  private static final String LOCK = "lock";

  /**
   * Where a run is known on an MLflow server: {@code mlflow.json}.
   *
   * @param run the server's name of it
   */
  public record MlflowLink(String address, String run) {}

  private final Path folder;
  private final UnfinishedRun begun;
  private final boolean onlyOne;
  private final ProcessLock lock;
  private final RunTrackers trackers;
  private final Interval betweenCheckpoints;
  private Optional<Mlflow> mlflow = Optional.empty();
  private String examples = "";

  /**
   * @param onlyOne whether the folder of runs was made for it
   */
  private LiveRun(Path folder, UnfinishedRun begun, ProcessLock lock, boolean onlyOne) {
    this.folder = folder;
    this.onlyOne = onlyOne;
    this.lock = lock;
    this.begun = begun;
    this.betweenCheckpoints = new Interval(BETWEEN_CHECKPOINTS, System::nanoTime);
    this.trackers = new RunTrackers(folder, started());
  }

  /**
   * A new run below {@code runs}, there from its first moment on with all that belongs to it.
   *
   * @param beside writes into the run's folder what others keep there
   */
  public static LiveRun begin(
      Path runs, String base, TrainRequest request, Instant started, AtomicFile.Writer beside) {
    boolean onlyOne = !Files.exists(runs);
    String name = RunFolder.id(started, base, request.recipe().name());
    TrainRequest absolute = request.withData(request.data().absolute());
    AtomicReference<UnfinishedRun> begun = new AtomicReference<>();
    AtomicReference<ProcessLock> lock = new AtomicReference<>();
    Path folder =
        AtomicFile.newFolder(
            runs,
            name,
            made -> {
              String id = made.getFileName().toString();
              UnfinishedRun run = new UnfinishedRun(id, base, started, absolute);
              begun.set(run);
              run.write(made);
              beside.write(made);
              lock.set(FileSystemTraits.isPosix(made) ? locked(made) : null);
            });
    ProcessLock held = lock.get() == null ? locked(folder) : lock.get();
    return new LiveRun(folder, Objects.requireNonNull(begun.get()), held, onlyOne);
  }

  /**
   * A run that was left.
   *
   * @throws InputException if another process has it under way
   */
  public static LiveRun resume(Path folder) {
    return tryResume(folder).orElseThrow(() -> busy(folder));
  }

  /** A run that was left; empty if another process has it under way, or has just finished it. */
  public static Optional<LiveRun> tryResume(Path folder) {
    Optional<ProcessLock> lock = tryLock(folder);
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    try {
      Scratch.tidy(AtomicFile.folderOf(folder));
      if (RunFolder.isFinished(folder)) {
        Files.deleteIfExists(folder.resolve(LOCK));
        lock.get().close();
        return Optional.empty();
      }
      Leftovers.halfWritten(folder);
      return Optional.of(new LiveRun(folder, UnfinishedRun.whole(folder), lock.get(), false));
    } catch (IOException e) {
      lock.get().close();
      throw new WorkFailedException("cannot go on with " + folder + ": " + e.getMessage(), e);
    } catch (GraftException e) {
      lock.get().close();
      throw e;
    }
  }

  /** What was asked of an unfinished run. */
  public static TrainRequest asked(Path folder) {
    return UnfinishedRun.whole(folder).request();
  }

  /** Name of an unfinished run's base on the shelf. */
  public static String base(Path folder) {
    return UnfinishedRun.read(folder).base();
  }

  private static InputException busy(Path folder) {
    return new InputException(folder + " is being trained by another process");
  }

  /** Whether some process has the run in a folder under way. */
  static boolean isRunning(Path folder) {
    return ProcessLock.isHeld(folder.resolve(LOCK));
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

  /** The folder's name. */
  public String id() {
    return begun.id();
  }

  public Instant started() {
    return Instant.parse(begun.started());
  }

  /** Whether there is work in it that would be lost. */
  public boolean hasCheckpoint() {
    return checkpoint(0).exists() || checkpoint(1).exists();
  }

  /** The server that has followed the run before, if one has. */
  public Optional<MlflowLink> follower() {
    Path file = folder.resolve(FOLLOWER);
    return Files.exists(file) ? Optional.of(Json.read(file, MlflowLink.class)) : Optional.empty();
  }

  /** Has a server hear of epochs to come and of the end. */
  public void followed(String address, Mlflow by) {
    mlflow = Optional.of(by);
    by.id()
        .map(id -> new MlflowLink(address, id))
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
  public void epoch(EpochMetrics metrics, Supplier<TrainState> state) {
    Figures figures = trackers.epoch(metrics);
    mlflow.ifPresent(server -> server.epoch(figures));
    if (betweenCheckpoints.isOver()) {
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
    deleteWork(folder);
    mlflow.ifPresent(
        server -> {
          if (run.record().wasTested()) {
            server.result(run.evaluation().figures());
          }
          server.end(Mlflow.End.FINISHED);
        });
  }

  /** The process is being stopped from outside. */
  public void stopped() {
    mlflow.ifPresent(server -> server.end(Mlflow.End.KILLED));
  }

  /** Removes the run, and the folder of runs if nothing else came into it since. */
  public void discard() {
    AtomicFile.deleteTree(folder);
    close();
    if (onlyOne) {
      deleteIfEmpty(AtomicFile.folderOf(folder));
    }
  }

  private static void deleteIfEmpty(Path runs) {
    try {
      Files.delete(runs);
    } catch (IOException e) {
      // Something else came into it since.
      return;
    }
  }

  @Override
  public void close() {
    try {
      mlflow.ifPresent(Mlflow::close);
      trackers.close();
      Files.deleteIfExists(folder.resolve(LOCK));
    } catch (IOException e) {
      throw new WorkFailedException("cannot leave " + folder + ": " + e.getMessage(), e);
    } finally {
      lock.close();
    }
  }

  /** Deletes what a finished run needed to be gone on with, unless its process is about to. */
  static void tidyFinished(Path folder) throws IOException {
    Optional<ProcessLock> lock = ProcessLock.tryTake(folder.resolve(LOCK));
    if (lock.isPresent()) {
      lock.get()
          .during(
              () -> {
                deleteWork(folder);
                Leftovers.halfWritten(folder);
                return Files.deleteIfExists(folder.resolve(LOCK));
              });
    }
  }

  /** Whether a finished run still has something of the work in it. */
  static boolean hasWork(Path folder) {
    return Stream.of(CHECKPOINTS, LOCK).anyMatch(name -> Files.exists(folder.resolve(name)))
        || Files.exists(UnfinishedRun.file(folder));
  }

  private static void deleteWork(Path folder) {
    AtomicFile.deleteTree(folder.resolve(CHECKPOINTS));
    UnfinishedRun.delete(folder);
  }

  private void keep(TrainState state) {
    checkpoint(state.phase()).write(state, examples);
    betweenCheckpoints.begin();
  }

  private Checkpoint checkpoint(int phase) {
    return new Checkpoint(folder.resolve(CHECKPOINTS), phase);
  }

  private static ProcessLock locked(Path folder) {
    return tryLock(folder).orElseThrow(() -> busy(folder));
  }

  /** Empty while another process holds it, or when the folder has just gone. */
  private static Optional<ProcessLock> tryLock(Path folder) {
    try {
      return ProcessLock.tryTake(folder.resolve(LOCK));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new WorkFailedException(folder + " cannot be taken up: " + e, e);
    }
  }
}
