package org.graft.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.feature.Features;
import org.graft.graph.Criterion;
import org.graft.graph.Threads;
import org.graft.head.Head;
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
  private final TrainListener listener;
  private final List<EpochMetrics> metrics = new ArrayList<>();

  TrainingPhases(
      Recipe recipe,
      Task task,
      SamplingPlan sampling,
      Checkpointer progress,
      TrainListener listener) {
    this.recipe = recipe;
    this.task = task;
    this.sampling = sampling;
    this.progress = progress;
    this.listener = listener;
  }

  /** Metrics of the epochs of all phases that are done. */
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
        head.initial(learned.parts(), learned.count(), shape, draws.once(INITIAL_WEIGHTS));
    Model alone = head.alone(shape, initial);
    if (recipe.head().convex()) {
      return initial.with(LogisticRegression.fit(alone, learned, task, recipe.loss()));
    }
    PhaseSetup setup = setup("head", recipe.phase(), draws);
    Map<String, Shape> entering = SplitModel.entering(alone);
    try (Objective objective = objective(alone)) {
      return initial.with(Threads.one(() -> train(setup, objective, features, tracked, entering)));
    }
  }

  /** Trains the tail of {@code whole} on what enters it and returns what has changed. */
  Weights fineTune(Model whole, FineTune fineTune, Features entering, Optional<Features> tracked) {
    Model tail = SplitModel.before(whole, fineTune.from()).tail();
    Draws draws = new Draws(sampling.seed(), FINE_TUNE);
    PhaseSetup setup = setup("fine-tune", fineTune.phase(), draws);
    try (Objective objective = objective(tail)) {
      return train(setup, objective, entering, tracked, SplitModel.entering(tail));
    }
  }

  private Objective objective(Model tail) {
    Criterion criterion = task.criterion();
    return TapeObjective.of(tail, criterion).orElseGet(() -> new GraphObjective(tail, criterion));
  }

  private PhaseSetup setup(String name, Phase phase, Draws draws) {
    return new PhaseSetup(name, task, phase, recipe.loss(), draws, sampling.shuffle());
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
    HoldOut parts = sampling.parts(task, rows);
    Optional<PhaseTrainer.Watched> watched =
        parts.heldOut().length == 0
            ? tracked.map(test -> new PhaseTrainer.Watched(new Examples(test, entering), false))
            : Optional.of(
                new PhaseTrainer.Watched(new Examples(rows, entering, 1, parts.heldOut()), true));
    PhaseTrainer trainer = new PhaseTrainer(setup, objective);
    progress.restored(setup.draws().phase(), ExamplesChecksum.of(rows)).ifPresent(trainer::restore);
    Weights trained =
        trainer.train(
            new Examples(rows, entering, sampling.variants(), parts.kept()),
            watched,
            (epoch, state) -> {
              progress.epoch(epoch, state);
              listener.epoch(epoch, setup.phase().schedule().epochs());
            });
    metrics.addAll(trainer.metrics());
    progress.phaseDone(trainer::state);
    return trained;
  }
}
