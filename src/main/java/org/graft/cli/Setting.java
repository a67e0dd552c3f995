package org.graft.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.graft.base.Base;
import org.graft.plan.Preprocessing;
import org.graft.train.Recipe;
import org.graft.train.TrainRequest;

/**
 * A point of a grid; what it leaves open is as the other options say.
 *
 * @param preprocessing a name, or {@code catalogue}
 */
record Setting(OptionalInt size, Optional<String> preprocessing, OptionalDouble learningRate) {
  static final String SIZE = "size";
  static final String PREPROCESSING = "preprocessing";
  static final String LEARNING_RATE = "learning-rate";

  static final Setting NONE =
      new Setting(OptionalInt.empty(), Optional.empty(), OptionalDouble.empty());

  Setting withSize(int other) {
    return new Setting(OptionalInt.of(other), preprocessing, learningRate);
  }

  Setting withPreprocessing(String other) {
    return new Setting(size, Optional.of(other), learningRate);
  }

  Setting withLearningRate(double other) {
    return new Setting(size, preprocessing, OptionalDouble.of(other));
  }

  /** What it makes of a request. */
  TrainRequest of(Base base, TrainRequest request) {
    TrainRequest changed = request.withSize(size.orElse(request.size()));
    if (preprocessing.isPresent()) {
      boolean own = preprocessing.get().equals(TrainingOptions.CATALOGUE);
      changed =
          changed.with(
              own ? base.facts().defaultPreprocessing() : Preprocessing.of(preprocessing.get()));
    }
    Recipe recipe = changed.recipe();
    return learningRate.isEmpty()
        ? changed
        : changed.with(
            recipe.with(recipe.phase().schedule().withLearningRate(learningRate.getAsDouble())));
  }

  /** The same as options of {@code train}. */
  TypedLine on(TypedLine line) {
    TypedLine changed = line;
    if (size.isPresent()) {
      changed = changed.with("--" + SIZE, Integer.toString(size.getAsInt()));
    }
    if (preprocessing.isPresent()) {
      changed = changed.with("--" + PREPROCESSING, preprocessing.get());
    }
    return learningRate.isEmpty()
        ? changed
        : changed.with("--" + LEARNING_RATE, Double.toString(learningRate.getAsDouble()));
  }
}
