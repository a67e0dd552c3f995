package org.graft.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft.feature.Features;
import org.graft.graph.Criterion;
import org.graft.graph.Threads;
import org.graft.head.Head;
import org.graft.head.HeadWeights;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.SplitModel;
import org.graft.plan.Weights;

/** The phases of one run: the head on features, then the tail on what enters it. */
final class TrainingPhases {
  static final int HEAD = 0;
  private static final int FINE_TUNE = 1;
  static final int INITIAL_WEIGHTS = 0;

  private final Recipe recipe;
  private final Task task;
  private final SamplingPlan sampling;
  private final Checkpointer progress;
  private final Shuffle shuffle;
  private final List<EpochMetrics> metrics = new ArrayList<>();

  TrainingPhases(Recipe recipe, Task task, SamplingPlan sampling, Checkpointer progress) {
    this(recipe, task, sampling, progress, Shuffle.USUAL);
  }

  /** The same in another order. */
  TrainingPhases(
      Recipe recipe, Task task, SamplingPlan sampling, Checkpointer progress, Shuffle shuffle) {
    this.shuffle = shuffle;
    this.recipe = recipe;
    this.task = task;
    this.sampling = sampling;
    this.progress = progress;
  }

  /** Metrics of all epochs so far. */
  List<EpochMetrics> metrics() {
    return metrics;
  }

  /** Trains the head on features, from fresh weights, and returns all of its weights. */
  Weights head(Head head, Features features) {
    return head(head, features, Optional.empty(), new Shape(features.width()));
  }

  /**
   * The same on features that are no vectors.
   *
   * @param tracked of images that nothing is chosen by
   * @param shape of one image's features
   */
  Weights head(Head head, Features features, Optional<Features> tracked, Shape shape) {
    Draws draws = new Draws(sampling.seed(), HEAD);
    Features learned = learned(features);
    Weights initial =
        HeadWeights.initial(
            head, learned.parts(), learned.count(), shape, draws.once(INITIAL_WEIGHTS));
    Model alone = head.alone(shape, initial);
    if (recipe.head().convex()) {
      return initial.with(LogisticRegression.fit(alone, learned, task, recipe.loss()));
    }
    PhaseSetup setup = new PhaseSetup("head", task, recipe.phase(), recipe.loss(), draws, shuffle);
    Map<String, Shape> entering = SplitModel.entering(alone);
    try (Objective objective = objective(alone)) {
      return initial.with(Threads.one(() -> train(setup, objective, features, tracked, entering)));
    }
  }

  /** Trains the tail of {@code whole} on what enters it and returns what has changed. */
  Weights fineTune(Model whole, FineTune fineTune, Features entering, Optional<Features> tracked) {
    Model tail = SplitModel.before(whole, fineTune.from()).tail();
    Draws draws = new Draws(sampling.seed(), FINE_TUNE);
    PhaseSetup setup =
        new PhaseSetup("fine-tune", task, fineTune.phase(), recipe.loss(), draws, shuffle);
    try (Objective objective = objective(tail)) {
      return train(setup, objective, entering, tracked, SplitModel.entering(tail));
    }
  }

  private Objective objective(Model tail) {
    Criterion criterion = task.criterion();
    return TapeObjective.of(tail, criterion).orElseGet(() -> new GraphObjective(tail, criterion));
  }

  private HoldOut parts(Examples all) {
    List<Path> files = all.files(IntStream.range(0, all.count()).toArray());
    return sampling.parts(task, files, all.labels());
  }

  /** Without the images that the data holds out; a share is held out epoch by epoch alone. */
  private Features learned(Features features) {
    return sampling.heldOut().isEmpty()
        ? features
        : features.rows(HoldOut.of(features.files(), sampling.heldOut()).kept());
  }

  private Weights train(
      PhaseSetup setup,
      Objective objective,
      Features rows,
      Optional<Features> tracked,
      Map<String, Shape> entering) {
    Examples stored = new StoredExamples(rows, entering);
    Examples all = new VariedExamples(stored, sampling.variants());
    HoldOut parts = parts(all);
    Optional<Watched> watched =
        parts.heldOut().length == 0
            ? tracked.map(test -> new Watched(new StoredExamples(test, entering), false))
            : Optional.of(new Watched(new Subset(stored, parts.heldOut()), true));
    PhaseTrainer trainer = new PhaseTrainer(setup, objective);
    progress
        .restored(setup.draws().phase(), ExamplesChecksum.of(rows))
        .ifPresent(
            state -> {
              trainer.restore(state);
              metrics.addAll(state.metrics());
            });
    Weights trained =
        trainer.train(
            new Subset(all, parts.kept()),
            watched,
            (epoch, state) -> {
              metrics.add(epoch);
              progress.epoch(epoch, setup.phase().schedule().epochs(), state);
            });
    progress.phaseDone(trainer::state);
    return trained;
  }
}
