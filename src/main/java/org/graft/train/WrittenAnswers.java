package org.graft.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.image.LabelSets;
import org.graft.image.Numbers;
import org.graft.storage.Json;
import org.jspecify.annotations.Nullable;

/** The answers in a run's table of predictions, as they are read back line by line. */
final class WrittenAnswers {
  private final Path table;
  private final List<String> labels;
  private final @Nullable Asked asked;
  private final Map<String, Integer> indices = new HashMap<>();
  private final Map<List<Integer>, Integer> sets = new LinkedHashMap<>();
  private final Map<Double, Integer> numbers = new LinkedHashMap<>();

  /**
   * @param asked {@code null} of classes
   */
  WrittenAnswers(Path table, List<String> labels, @Nullable Asked asked) {
    this.table = table;
    this.labels = labels;
    this.asked = asked;
    for (int label = 0; label < labels.size(); label++) {
      indices.putIfAbsent(labels.get(label), label);
    }
  }

  /** The number of the answer in a cell; -1 for what is none of the run's. */
  int read(String cell) {
    if (asked == null) {
      return indices.getOrDefault(cell, -1);
    }
    if (asked.scale() != null) {
      return number(cell);
    }
    List<Integer> set = new ArrayList<>();
    for (JsonNode name : Json.parse(cell, table)) {
      set.add(indices.getOrDefault(name.textValue(), -1));
    }
    set.sort(null);
    return set.contains(-1) ? -1 : sets.computeIfAbsent(set, unseen -> sets.size());
  }

  private int number(String cell) {
    try {
      double value = Double.parseDouble(cell);
      return Double.isFinite(value) ? numbers.computeIfAbsent(value, unseen -> numbers.size()) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The place in a line of what the model gave for an output. */
  int column(int output) {
    return asked != null && asked.scale() != null ? 2 : output + 3;
  }

  /** What was asked, once all lines are read. */
  Task task() {
    if (asked == null) {
      return new Classes(labels);
    }
    return asked.scale() == null
        ? new SeveralLabels(labels, new LabelSets(List.copyOf(sets.keySet())), asked.thresholds())
        : new Regression(
            labels, new Numbers(List.copyOf(numbers.keySet())), asked.scale(), Distance.MSE);
  }
}
