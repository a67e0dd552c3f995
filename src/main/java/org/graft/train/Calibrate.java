package org.graft.train;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.graft.failure.Choices;
import org.graft.failure.Hint;

/** Which images tell how sure a model may be ({@link Temperature}). */
public enum Calibrate {
  /** Those that are held out while it learns, if there are any. */
  AUTO,
  /** All training images, each by a model that learned from the others. */
  FOLDS,
  /** None: probabilities are what the last softmax says. */
  NONE;

  /** The choice of that name; a user's mistake when there is none. */
  @JsonCreator
  public static Calibrate of(String name) {
    return Choices.of(values(), name, Hint.CALIBRATE.to(name));
  }

  /** The name as users write it. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
