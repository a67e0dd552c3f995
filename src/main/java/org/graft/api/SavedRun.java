package org.graft.api;

import java.nio.file.Path;
import java.util.Optional;
import org.graft.engine.selection.EngineSettings;
import org.graft.failure.InputException;
import org.graft.train.LiveRun;
import org.graft.train.Run;
import org.graft.train.RunFolder;
import org.graft.train.TrainRequest;

/** A run in its folder, finished or left before its end. */
public final class SavedRun {
  private final Path folder;
  private Optional<TrainedModel> model;

  private SavedRun(Path folder, Optional<TrainedModel> model) {
    this.folder = folder;
    this.model = model;
  }

  static SavedRun open(Path folder) {
    return new SavedRun(RunFolder.require(folder), Optional.empty());
  }

  static SavedRun of(Path folder, Run run) {
    return new SavedRun(folder, Optional.of(new TrainedModel(run)));
  }

  public Path folder() {
    return folder;
  }

  /** Whether it was trained to its end; a run that was not can go on. */
  public boolean isFinished() {
    return RunFolder.isFinished(folder);
  }

  /**
   * What came of it, to evaluate, export and train on with.
   *
   * @throws InputException if it is not finished, or holds a head of one's own that this program
   *     neither made nor {@link #trust trusts}
   */
  public TrainedModel model() {
    if (model.isEmpty()) {
      requireFinished();
      model = Optional.of(new TrainedModel(RunFolder.run(folder)));
    }
    return model.get();
  }

  /**
   * What it makes of other images; reads of a finished run what that takes.
   *
   * @throws InputException if it is not finished, or the images have classes that were not learned
   */
  public Evaluated evaluate(Testing asked, JobListener listener) {
    requireFinished();
    return asked.run(RunFolder.record(folder), RunFolder.trained(folder), listener);
  }

  /**
   * What was asked of a run that is not finished.
   *
   * @throws InputException if it is finished
   */
  public TrainRequest request() {
    requireUnfinished();
    return LiveRun.asked(folder);
  }

  /** The name of its base. */
  public String base() {
    return isFinished() ? RunFolder.record(folder).base() : LiveRun.base(folder);
  }

  /**
   * Goes on with a run that was left, as if it had not been: its weights are the same to the bit.
   *
   * @param base the one that it was begun on
   * @throws InputException if it is finished, another process has it under way, or the base has
   *     another name
   * @throws org.graft.failure.WorkFailedException if the training comes to nothing
   */
  public TrainedModel resume(ImportedBase base) {
    return resume(base, Computing.USUAL, RepeatWords.NONE, JobListener.SILENT);
  }

  /**
   * The same, with what is going on told to {@code listener}.
   *
   * @param computing engine and precision are those that the run was begun with
   * @param words of its page
   */
  public TrainedModel resume(
      ImportedBase base, Computing computing, RepeatWords words, JobListener listener) {
    requireUnfinished();
    LiveRun live = LiveRun.resume(folder);
    String name = base.base().facts().name();
    if (!live.base().equals(name)) {
      live.close();
      throw new InputException(
          folder + " was begun on the base " + live.base() + " and goes on with it, not " + name);
    }
    EngineSettings begun = live.request().engines();
    boolean cached = computing.engines().cache();
    Computing by = computing.withEngines(begun.cached(cached));
    listener.resumed(live);
    listener.training(name, live.request());
    Run run = RunSession.train(base.base(), live, by.on(name), words, listener);
    model = Optional.of(new TrainedModel(run));
    return model.get();
  }

  /**
   * Vouches for the head of one's own of a run that was trained elsewhere, as {@link Graft#trust}.
   *
   * @return how many graphs it has; none without a head of one's own
   */
  public int trust() {
    return RunFolder.trustHead(folder, folder.toString());
  }

  private void requireFinished() {
    if (!isFinished()) {
      throw new InputException(folder + " is not finished; it has to go on first");
    }
  }

  private void requireUnfinished() {
    if (isFinished()) {
      throw new InputException(folder + " is finished; there is nothing to resume");
    }
  }
}
