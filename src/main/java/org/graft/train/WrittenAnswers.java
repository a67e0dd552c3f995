package org.graft.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.image.LabelSets;
import org.graft.storage.Json;

/** The answers in a run's table of predictions, as they are read back line by line. */
final class WrittenAnswers {
  private final Path table;
  private final List<String> labels;
  private final Asked asked;
  private final Map<List<Integer>, Integer> sets = new LinkedHashMap<>();

  /**
   * @param asked {@code null} of classes
   */
  WrittenAnswers(Path table, List<String> labels, Asked asked) {
    this.table = table;
    this.labels = labels;
    this.asked = asked;
  }

  /** The number of the answer in a cell; -1 for what is none of the run's. */
  int read(String cell) {
    if (asked == null) {
      return labels.indexOf(cell);
    }
    List<Integer> set = new ArrayList<>();
    for (JsonNode name : Json.parse(cell, table)) {
      set.add(labels.indexOf(name.textValue()));
    }
    set.sort(null);
    return set.contains(-1) ? -1 : sets.computeIfAbsent(set, unseen -> sets.size());
  }

  /** What was asked, once all lines are read. */
  Task task() {
    return asked == null
        ? new Classes(labels)
        : new SeveralLabels(labels, new LabelSets(List.copyOf(sets.keySet())), asked.thresholds());
  }
}
