package org.graft.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.failure.InputException;
import org.graft.plan.Preprocessing;

/** Settings that are all to be tried, such as {@code size=32|75,preprocessing=raw|catalogue}. */
final class Grid {
  private static final String FORM =
      "expected size=PIXELS|…, preprocessing=NAME|… or learning-rate=RATE|…, with commas";

  private Grid() {}

  /** Every combination, the last axis changing fastest; one that leaves all open without a grid. */
  static List<Setting> of(String grid) {
    List<Setting> settings = List.of(Setting.NONE);
    if (grid != null) {
      for (Map.Entry<String, List<String>> axis : axes(grid).entrySet()) {
        List<Setting> more = new ArrayList<>();
        settings.forEach(
            setting ->
                axis.getValue().forEach(value -> more.add(with(setting, axis.getKey(), value))));
        settings = more;
      }
    }
    return settings;
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

  private static Setting with(Setting setting, String axis, String value) {
    try {
      return switch (axis) {
        case Setting.SIZE -> setting.withSize(Side.parse(value));
        case Setting.PREPROCESSING -> setting.withPreprocessing(known(value));
        case Setting.LEARNING_RATE ->
            setting.withLearningRate(positive(Double.parseDouble(value), value));
        default -> throw new InputException("--grid has no axis '" + axis + "'; " + FORM);
      };
    } catch (NumberFormatException e) {
      throw new InputException("--grid: '" + value + "' is no " + axis + "; " + FORM, e);
    }
  }

  private static String known(String preprocessing) {
    if (!preprocessing.equals(TrainingOptions.CATALOGUE)) {
      Preprocessing.of(preprocessing);
    }
    return preprocessing;
  }

  private static <T extends Number> T positive(T number, String value) {
    if (!(number.doubleValue() > 0) || number.doubleValue() == Double.POSITIVE_INFINITY) {
      throw new NumberFormatException(value);
    }
    return number;
  }
}
