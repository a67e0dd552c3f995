package org.graft.api;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.graft.train.Recipe;

/**
 * What one row of a comparison does otherwise; what it leaves open is as the training says.
 *
 * @param side of the images, in pixels
 * @param learningRate the optimiser's rate at the first step
 */
public record Variation(
    OptionalInt side, Optional<Preparation> preparation, OptionalDouble learningRate) {
  /** Nothing. */
  public static final Variation NONE =
      new Variation(OptionalInt.empty(), Optional.empty(), OptionalDouble.empty());

  /** With images of another side, in pixels. */
  public Variation withSide(int other) {
    return new Variation(OptionalInt.of(other), preparation, learningRate);
  }

  /** With pixels prepared otherwise. */
  public Variation withPreparation(Preparation other) {
    return new Variation(side, Optional.of(other), learningRate);
  }

  /** With another rate at the first step. */
  public Variation withLearningRate(double other) {
    return new Variation(side, preparation, OptionalDouble.of(other));
  }

  /** What it makes of a training. */
  Training of(Training training) {
    ImageForm images = training.images();
    images = side.isPresent() ? images.withSide(side.getAsInt()) : images;
    images = preparation.isPresent() ? images.withPreparation(preparation.get()) : images;
    Training changed = training.images(images);
    if (learningRate.isEmpty()) {
      return changed;
    }
    Recipe recipe = training.recipe();
    double rate = learningRate.getAsDouble();
    return changed.recipe(recipe.withSchedule(recipe.phase().schedule().withLearningRate(rate)));
  }
}
