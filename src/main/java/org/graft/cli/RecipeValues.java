package org.graft.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.graft.head.LayeredHead;
import org.graft.train.Recipe;

/** What the recipes choose where an option is left out. */
final class RecipeValues {
  private static final Map<String, Function<Recipe, Object>> OPTIONS =
      Map.of(
          "--epochs", recipe -> recipe.phase().schedule().epochs(),
          "--batch", recipe -> recipe.phase().schedule().batch(),
          "--learning-rate", recipe -> recipe.phase().schedule().learningRate(),
          "--weight-decay", recipe -> recipe.phase().weightDecay(),
          "--label-smoothing", recipe -> recipe.loss().labelSmoothing(),
          "--units", recipe -> head(recipe).units(),
          "--dropout", recipe -> head(recipe).dropout(),
          "--initializer", recipe -> head(recipe).initializer(),
          "--preprocessing",
              recipe -> recipe.cataloguePreprocessing() ? TrainingOptions.CATALOGUE : "raw");

  private RecipeValues() {}

  /**
   * {@code safe 60, seed 20}, or {@code default 64} where both choose the same; empty for an option
   * that no recipe has a say in.
   */
  static Optional<String> of(String option) {
    return Optional.ofNullable(OPTIONS.get(option)).map(RecipeValues::told);
  }

  private static String told(Function<Recipe, Object> value) {
    List<Recipe> recipes = List.of(Recipe.SAFE, Recipe.SEED);
    if (recipes.stream().map(value).distinct().count() == 1) {
      return "default " + value.apply(Recipe.SAFE);
    }
    return recipes.stream()
        .map(recipe -> recipe.name() + " " + value.apply(recipe))
        .collect(Collectors.joining(", "));
  }

  private static LayeredHead head(Recipe recipe) {
    return (LayeredHead) recipe.head();
  }
}
