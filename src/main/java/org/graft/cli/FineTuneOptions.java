package org.graft.cli;

import com.beust.jcommander.Parameter;
import org.graft.api.Training;
import org.graft.failure.InputException;
import org.graft.train.Phase;
import org.graft.train.Schedule;

/** The second phase: which part of the base is trained too, and how. */
@Heading.Under(Heading.SECOND_PHASE)
final class FineTuneOptions {
  @Parameter(
      names = "--fine-tune-from",
      description = "Layer, block or number of frozen layers from which on the base is trained too")
  private String from;

  @Parameter(
      names = "--fine-tune-learning-rate",
      validateWith = PositiveNumber.class,
      description = "Rate of SGD with momentum 0.9 in the second phase")
  private Double learningRate;

  @Parameter(
      names = "--fine-tune-epochs",
      validateWith = Positive.class,
      description = "Passes over the images in the second phase")
  private Integer epochs;

  /** The training with a second phase, if one is asked for, with batches as in the first. */
  Training on(Training training) {
    if (from == null) {
      if (learningRate != null || epochs != null) {
        throw new InputException(
            "nothing is fine-tuned without --fine-tune-from LAYER, BLOCK or INDEX");
      }
      return training;
    }
    Phase first = training.recipe().phase();
    Phase own = Phase.FINE_TUNE;
    Schedule schedule =
        own.schedule()
            .withBatch(first.schedule().batch())
            .withEpochs(epochs == null ? own.schedule().epochs() : epochs)
            .withLearningRate(learningRate == null ? own.schedule().learningRate() : learningRate);
    return training.fineTuneFrom(
        from, new Phase(own.optimizer(), schedule, own.weightDecay(), first.patience()));
  }
}
