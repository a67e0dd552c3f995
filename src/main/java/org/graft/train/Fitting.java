package org.graft.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft.feature.Features;
import org.graft.head.Head;
import org.graft.image.Folds;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.SplitModel;

/** What a request makes of activations: a head on the trunk, fine-tuned if that is asked for. */
final class Fitting {
  private final TrainRequest request;
  private final Task task;
  private final Model trunk;
  private final Head head;

  /** On a trunk that takes pixels and ends in the layer that the head is grafted on. */
  Fitting(TrainRequest request, Model trunk) {
    this.request = request;
    this.task = Task.of(request.data()).by(request.recipe().loss());
    this.trunk = trunk;
    this.head = new Head(request.recipe().head(), task.labels().size(), task.last());
  }

  /**
   * The trained model; its epochs are in {@code training}.
   *
   * @param tracked of images that nothing is chosen by
   */
  Model fit(
      FrozenSide.Activations train,
      Optional<FrozenSide.Activations> tracked,
      TrainingPhases training) {
    Shape shape = head.reading(trunk.plan().outputShape());
    Optional<Features> features = tracked.map(FrozenSide.Activations::features);
    Model model = head.graftedOn(trunk, training.head(head, train.features(), features, shape));
    if (request.fineTune().isEmpty()) {
      return model;
    }
    FineTune fineTune = request.fineTune().get();
    return model.withWeights(
        training.fineTune(
            model, fineTune, train.entering(), tracked.map(FrozenSide.Activations::entering)));
  }

  /** The trunk up to what the head reads, one row an image. */
  Model features() {
    return head.features(trunk);
  }

  TrainingPhases training(Checkpointer progress, TrainListener listener) {
    return new TrainingPhases(request.recipe(), task, request.sampling(), progress, listener);
  }

  /** What the model gives of images that are held out while it learns; empty where none are. */
  Optional<Evaluation> heldOut(Model model, FrozenSide.Activations train) {
    SamplingPlan sampling = request.sampling();
    int[] rows =
        request.recipe().head().convex() && sampling.heldOut().isEmpty()
            ? new int[0]
            : sampling.parts(task, train.features()).heldOut();
    return rows.length == 0
        ? Optional.empty()
        : Optional.of(evaluate(task, model, train.entering().rows(rows)));
  }

  Task task() {
    return task;
  }

  /** Runs what lies behind the activations that were kept. */
  Evaluation evaluate(Task asked, Model model, Features entering) {
    String first = request.fineTune().map(FineTune::from).orElse(head.first());
    Model tail = SplitModel.before(model, first).tail();
    try (TailRunner runner = TailRunner.of(tail)) {
      EvaluationRows rows = new EvaluationRows(asked, entering.count());
      runner.run(entering, entering.count(), rows::add);
      return rows.evaluation();
    }
  }

  /** Trains anew without each part in turn and tests on it, its images as they are. */
  List<Evaluation> crossValidate(FrozenSide.Activations all, int folds, TrainListener listener) {
    Features features = all.features();
    int images = features.count() / request.variants().size();
    int[] part =
        new Folds(folds, request.seed())
            .deal(
                task.strataNames(),
                task.strata(Arrays.copyOf(features.labels(), images)),
                features.files().subList(0, images),
                request.data().groups());
    List<Evaluation> parts = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      int left = fold;
      int[] kept =
          IntStream.range(0, features.count()).filter(row -> part[row % images] != left).toArray();
      int[] out = IntStream.range(0, images).filter(row -> part[row] == left).toArray();
      Model model =
          fit(all.rows(kept), Optional.empty(), training(Checkpointer.NONE, TrainListener.NONE));
      Evaluation tested = evaluate(task, model, all.entering().rows(out));
      parts.add(tested);
      listener.fold(fold + 1, folds, tested.measures().score());
    }
    return parts;
  }
}
