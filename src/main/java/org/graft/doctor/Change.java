package org.graft.doctor;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Locale;
import org.graft.failure.Hint;
import org.graft.failure.Setting;
import org.graft.plan.Preprocessing;

/** One thing that a cure does otherwise than what was run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Change.InputSize.class, name = "size"),
  @JsonSubTypes.Type(value = Change.PreparedAs.class, name = "preprocessing"),
  @JsonSubTypes.Type(value = Change.Rate.class, name = "learning-rate"),
  @JsonSubTypes.Type(value = Change.Standardized.class, name = "standardize"),
  @JsonSubTypes.Type(value = Change.ByRecipe.class, name = "recipe")
})
public sealed interface Change {
  /** What a training sets for it. */
  Setting setting();

  /**
   * Images of another side.
   *
   * @param pixels a side
   */
  record InputSize(int pixels) implements Change {
    @Override
    public Setting setting() {
      return new Setting(Hint.SIZE, Integer.toString(pixels));
    }
  }

  /** Pixels prepared otherwise. */
  record PreparedAs(Preprocessing as) implements Change {
    @Override
    public Setting setting() {
      return new Setting(Hint.PREPARATION, as.toString());
    }
  }

  /** Another rate at the first step; the setting has three figures of it. */
  record Rate(double learningRate) implements Change {
    @Override
    public Setting setting() {
      return new Setting(Hint.LEARNING_RATE, String.format(Locale.ROOT, "%.3g", learningRate));
    }
  }

  /** A head that reads standardised features. */
  record Standardized() implements Change {
    @Override
    public Setting setting() {
      return new Setting(Hint.STANDARDIZE, "");
    }
  }

  /** Another recipe, with its own head, optimiser and schedule. */
  record ByRecipe(String name) implements Change {
    @Override
    public Setting setting() {
      return new Setting(Hint.RECIPE, name);
    }
  }
}
