package org.graft.train;

import java.util.ArrayList;
import java.util.List;
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
  private final Model trunk;
  private final Head head;

  /** On a trunk that takes pixels and ends in the layer that the head is grafted on. */
  Fitting(TrainRequest request, Model trunk) {
    this.request = request;
    this.trunk = trunk;
    this.head = request.recipe().head().head(request.data().labels().size());
  }

  /** The trained model; its epochs are in {@code training}. */
  Model fit(FrozenSide.Activations train, Training training) {
    Shape shape = head.reading(trunk.plan().outputShape());
    Model model = head.graftedOn(trunk, training.head(head, train.features(), shape));
    if (request.fineTune().isEmpty()) {
      return model;
    }
    FineTune fineTune = request.fineTune().get();
    return model.with(training.fineTune(head, model, fineTune, train.entering()));
  }

  /** The trunk up to what the head reads, one row an image. */
  Model features() {
    return head.features(trunk);
  }

  Training training(Progress progress) {
    return new Training(request.recipe(), request.sampling(), progress);
  }

  /** Runs what lies behind the activations that were kept. */
  Evaluation evaluate(Model model, Features entering) {
    String first = request.fineTune().map(FineTune::from).orElse(head.first());
    Model tail = SplitModel.before(model, first).tail();
    try (TailRunner runner = TailRunner.of(tail)) {
      return Evaluation.of(request.data().labels(), runner.run(entering));
    }
  }

  /** Trains anew without each part in turn and tests on it, its images as they are. */
  CrossValidation crossValidate(FrozenSide.Activations all, int folds, TrainListener listener) {
    int images = all.features().count() / request.variants().size();
    int[] part =
        new Folds(folds, request.seed())
            .deal(
                request.data().labels(),
                IntStream.range(0, images).map(i -> all.features().labels()[i]).toArray(),
                all.features().files().subList(0, images));
    List<Double> accuracies = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      int tested = fold;
      int[] kept =
          IntStream.range(0, all.features().count())
              .filter(row -> part[row % images] != tested)
              .toArray();
      int[] out = IntStream.range(0, images).filter(row -> part[row] == tested).toArray();
      Model model = fit(all.rows(kept), training(Progress.NONE));
      double accuracy = evaluate(model, all.entering().rows(out)).accuracy();
      accuracies.add(accuracy);
      listener.fold(fold + 1, folds, accuracy);
    }
    return CrossValidation.of(accuracies);
  }
}
