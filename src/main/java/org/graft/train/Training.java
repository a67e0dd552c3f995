package org.graft.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.graft.feature.Features;
import org.graft.head.Head;
import org.graft.head.HeadWeights;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.SplitModel;
import org.graft.plan.Weights;

/** The phases of one run: the head on features, then the tail on what enters it. */
final class Training {
  private static final int HEAD = 0;
  private static final int FINE_TUNE = 1;
  static final int INITIAL_WEIGHTS = 0;
  private static final int HELD_OUT = 1;

  private final Recipe recipe;
  private final long seed;
  private final double validation;
  private final ObjIntConsumer<EpochMetrics> listener;
  private final List<EpochMetrics> metrics = new ArrayList<>();

  /**
   * @param validation share of the examples held out to tell the best epoch, 0..1
   * @param listener told after every epoch, and of how many it is
   */
  Training(Recipe recipe, long seed, double validation, ObjIntConsumer<EpochMetrics> listener) {
    this.recipe = recipe;
    this.seed = seed;
    this.validation = validation;
    this.listener = listener;
  }

  /** Metrics of all epochs so far. */
  List<EpochMetrics> metrics() {
    return metrics;
  }

  /** Trains the head on features, from fresh weights, and returns all of its weights. */
  Weights head(Head head, Features features) {
    Draws draws = new Draws(seed, HEAD);
    Weights initial =
        HeadWeights.initial(
            head, features.values(), recipe.head().initializer(), draws.once(INITIAL_WEIGHTS));
    Model alone = head.alone(features.width(), initial);
    if (recipe.head().convex()) {
      return initial.with(LogisticRegression.fit(alone, features, recipe.loss()));
    }
    Objective objective = new DenseObjective(alone);
    PhaseSetup setup = new PhaseSetup("head", head, recipe.phase(), recipe.loss(), draws);
    return initial.with(train(setup, objective, features, SplitModel.entering(alone)));
  }

  /** Trains the tail of {@code whole} on what enters it and returns what has changed. */
  Weights fineTune(Head head, Model whole, FineTune fineTune, Features entering) {
    Model tail = SplitModel.before(whole, fineTune.from()).tail();
    Draws draws = new Draws(seed, FINE_TUNE);
    PhaseSetup setup = new PhaseSetup("fine-tune", head, fineTune.phase(), recipe.loss(), draws);
    return train(setup, new GraphObjective(tail), entering, SplitModel.entering(tail));
  }

  private Weights train(
      PhaseSetup setup, Objective objective, Features rows, Map<String, Shape> entering) {
    Examples all = new StoredExamples(rows, entering);
    HoldOut parts = HoldOut.of(rows.labels(), validation, new Draws(seed, HEAD).once(HELD_OUT));
    Optional<Examples> heldOut =
        parts.heldOut().length == 0
            ? Optional.empty()
            : Optional.of(new Subset(all, parts.heldOut()));
    return new PhaseTrainer(setup, objective)
        .train(
            new Subset(all, parts.kept()),
            heldOut,
            (epoch, state) -> {
              metrics.add(epoch);
              listener.accept(epoch, setup.phase().schedule().epochs());
            });
  }
}
