package org.graft.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.api.Preparation;
import org.graft.api.Variation;
import org.graft.failure.InputException;

/** Variations that are all to be tried, such as {@code size=32|75,preprocessing=raw|catalogue}. */
final class VariationGrid {
  private static final String SIZE = "size";
  private static final String PREPROCESSING = "preprocessing";
  private static final String LEARNING_RATE = "learning-rate";
  private static final String FORM =
      "expected size=PIXELS|…, preprocessing=NAME|… or learning-rate=RATE|…, with commas";

  private VariationGrid() {}

  /** Every combination, the last axis changing fastest; one that leaves all open without a grid. */
  static List<Variation> of(String grid) {
    List<Variation> variations = List.of(Variation.NONE);
    if (grid != null) {
      for (Map.Entry<String, List<String>> axis : axes(grid).entrySet()) {
        variations =
            variations.stream()
                .flatMap(one -> axis.getValue().stream().map(v -> with(one, axis.getKey(), v)))
                .toList();
      }
    }
    return variations;
  }

  /** Values are parted by bars, or by commas as the axes are. */
  private static Map<String, List<String>> axes(String grid) {
    Map<String, List<String>> axes = new LinkedHashMap<>();
    List<String> values = null;
    for (String word : grid.split(",", -1)) {
      int sign = word.indexOf('=');
      if (sign >= 0) {
        String axis = word.substring(0, sign).strip();
        values = new ArrayList<>();
        if (axes.put(axis, values) != null) {
          throw new InputException("--grid has " + axis + " twice; " + FORM);
        }
      } else if (values == null) {
        throw new InputException("--grid begins with '" + word + "'; " + FORM);
      }
      for (String value : word.substring(sign + 1).split("\\|", -1)) {
        values.add(value.strip());
      }
    }
    return axes;
  }

  private static Variation with(Variation variation, String axis, String value) {
    try {
      return switch (axis) {
        case SIZE -> variation.withSide(Side.parse(value));
        case PREPROCESSING -> variation.withPreparation(Preparation.of(value));
        case LEARNING_RATE -> variation.withLearningRate(positive(value));
        default -> throw new InputException("--grid has no axis '" + axis + "'; " + FORM);
      };
    } catch (NumberFormatException e) {
      throw new InputException("--grid: '" + value + "' is no " + axis + "; " + FORM, e);
    }
  }

  /** The same as options of {@code train}. */
  static TypedLine on(TypedLine line, Variation variation) {
    TypedLine changed = line;
    if (variation.side().isPresent()) {
      changed = changed.with("--" + SIZE, Integer.toString(variation.side().getAsInt()));
    }
    if (variation.preparation().isPresent()) {
      changed = changed.with("--" + PREPROCESSING, variation.preparation().get().toString());
    }
    return variation.learningRate().isEmpty()
        ? changed
        : changed.with(
            "--" + LEARNING_RATE, Double.toString(variation.learningRate().getAsDouble()));
  }

  private static double positive(String value) {
    double number = Double.parseDouble(value);
    if (!(number > 0) || number == Double.POSITIVE_INFINITY) {
      throw new NumberFormatException(value);
    }
    return number;
  }
}
