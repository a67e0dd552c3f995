package org.graft.train;

import java.util.List;
import java.util.Optional;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.head.Head;
import org.graft.plan.Model;
import org.jspecify.annotations.Nullable;

/**
 * The end of a training: the temperature of its probabilities, found on images it did not learn.
 */
final class Calibrating {
  private static final int FOLDS = 5;

  private final TrainRequest request;
  private final Calibrate by;

  /**
   * @throws InputException if folds are asked for where answers are no classes
   */
  Calibrating(TrainRequest request) {
    this.request = request;
    boolean classes = Task.of(request.data()) instanceof Classes;
    if (request.calibrate() == Calibrate.FOLDS && !classes) {
      throw new InputException(
          "%s goes with %s: elsewhere there is no softmax to temper"
              .formatted(Hint.CALIBRATE.to("folds"), Hint.CLASSES));
    }
    this.by = classes ? request.calibrate() : Calibrate.NONE;
    if (request.answerPrecision() != null) {
      requireUnseen(request, classes);
    }
  }

  /** Which images are unknown is found on the images of the temperature. */
  private static void requireUnseen(TrainRequest request, boolean classes) {
    if (!classes) {
      throw new InputException(Hint.ANSWER_PRECISION + " goes with " + Hint.CLASSES);
    }
    boolean heldOut =
        !request.recipe().name().equals(Recipe.SEED.name())
            && (request.recipe().head().convex()
                ? !request.data().validation().isEmpty()
                : request.holdsOut());
    if (request.calibrate() == Calibrate.NONE
        || (request.calibrate() == Calibrate.AUTO && !heldOut)) {
      throw new InputException(
          ("%s needs images that the model does not learn from: %s, or %s with the recipe"
                  + " safe and a head that is not solved at once")
              .formatted(
                  Hint.ANSWER_PRECISION, Hint.CALIBRATE.to("folds"), Hint.VALIDATION.to(0.15)));
    }
  }

  /** In how many parts to cross-validate: as many as are asked for, or needed here; 0 for none. */
  int folds() {
    return request.folds() == 0 && by == Calibrate.FOLDS ? FOLDS : request.folds();
  }

  /** What the seed article gives stays as it is, but for an express wish. */
  private boolean isWanted() {
    return by == Calibrate.FOLDS
        || (by == Calibrate.AUTO && !request.recipe().name().equals(Recipe.SEED.name()));
  }

  /**
   * The model as it is kept, and what it gives of the images to test with.
   *
   * @param calibrated {@code null} where it was not
   */
  record Ended(Model model, Evaluation evaluation, @Nullable Calibrated calibrated) {}

  /**
   * Decides and calibrates what was trained.
   *
   * @param parts what models like it gave of each part of a cross-validation
   */
  Ended end(
      Fitting fitting,
      Model trained,
      FrozenSide.Activations train,
      FrozenSide.Activations test,
      List<Evaluation> parts) {
    Optional<Evaluation> heldOut = fitting.heldOut(trained, train);
    Task task = heldOut.map(fitting.task()::decidedOn).orElse(fitting.task());
    Evaluation before = fitting.evaluate(task, trained, test.entering());
    List<Evaluation> unseen = by == Calibrate.FOLDS ? parts : heldOut.stream().toList();
    if (!isWanted() || unseen.isEmpty()) {
      return new Ended(trained, before, null);
    }
    Temperature found = Temperature.of(unseen);
    Model model = Head.tempered(trained, found.value());
    Evaluation after = fitting.evaluate(task, model, test.entering());
    Double precision = request.answerPrecision();
    Unknown unknown = precision == null ? null : Unknown.of(precision, found, unseen, after);
    return new Ended(model, after, Calibrated.of(found, by, before, after, unknown));
  }
}
