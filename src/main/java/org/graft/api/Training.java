package org.graft.api;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.graft.audit.Audit;
import org.graft.base.Base;
import org.graft.feature.EngineChoice;
import org.graft.feature.Extraction;
import org.graft.image.Dataset;
import org.graft.image.ImageFolder;
import org.graft.image.Interpolation;
import org.graft.image.Split;
import org.graft.image.Survey;
import org.graft.plan.Preprocessing;
import org.graft.train.FineTune;
import org.graft.train.Phase;
import org.graft.train.Recipe;
import org.graft.train.TrainListener;
import org.graft.train.TrainRequest;
import org.graft.train.Trainer;

/**
 * What to train and how. Every method gives another training and leaves this one as it is.
 *
 * @param data folder of images
 * @param size side of the images, in pixels
 * @param seed decides initial weights, order, dropout, and what is kept for testing
 */
public record Training(
    Base base,
    Path data,
    Recipe recipe,
    Optional<FineTune> fineTune,
    int size,
    Interpolation interpolation,
    long seed) {

  public Training recipe(Recipe other) {
    return new Training(base, data, other, fineTune, size, interpolation, seed);
  }

  /** With that many passes over the images. */
  public Training epochs(int other) {
    return recipe(recipe.with(recipe.phase().schedule().withEpochs(other)));
  }

  /**
   * With a second phase, {@link Phase#FINE_TUNE}, that trains a part of the base too.
   *
   * @param boundary a layer, a block or a number of frozen layers
   * @throws org.graft.failure.InputException if there is no such boundary
   */
  public Training fineTuneFrom(String boundary) {
    FineTune phase = FineTune.at(base, boundary, Phase.FINE_TUNE);
    return new Training(base, data, recipe, Optional.of(phase), size, interpolation, seed);
  }

  public Training size(int other) {
    return new Training(base, data, recipe, fineTune, other, interpolation, seed);
  }

  public Training interpolation(Interpolation other) {
    return new Training(base, data, recipe, fineTune, size, other, seed);
  }

  public Training seed(long other) {
    return new Training(base, data, recipe, fineTune, size, interpolation, other);
  }

  /**
   * Trains and tests; nothing is written.
   *
   * @throws org.graft.failure.InputException if the folder holds no classes to learn, pictures to
   *     test with are also to learn from, or the images are too small for the base
   * @throws org.graft.failure.WorkFailedException if the training comes to nothing
   */
  public TrainedModel train() {
    return train(TrainListener.SILENT);
  }

  /** The same, with what is going on told to {@code listener}. */
  public TrainedModel train(TrainListener listener) {
    base.requireSize(size);
    Dataset dataset = ImageFolder.open(data, Split.withSeed(seed));
    Audit.of(Survey.of(dataset), size).requireNoLeak();
    Extraction extraction =
        new Extraction(base.facts().name(), EngineChoice.AUTO, Optional.empty());
    Trainer trainer = new Trainer(Clock.systemUTC(), listener, extraction);
    return new TrainedModel(trainer.train(base, request(dataset)));
  }

  private TrainRequest request(Dataset dataset) {
    return new TrainRequest(
        data,
        dataset,
        recipe,
        fineTune,
        0,
        0,
        Optional.empty(),
        size,
        interpolation,
        recipe.cataloguePreprocessing() ? base.facts().preprocessing() : Preprocessing.RAW,
        seed,
        false);
  }
}
