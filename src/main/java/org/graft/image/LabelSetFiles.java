package org.graft.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;

/** Images of any number of labels each; alike are those whose rarest label is the same. */
final class LabelSetFiles extends TargetFiles<List<Integer>> {
  LabelSetFiles(LabelsFile table, LeftOut leftOut) {
    super(table, leftOut);
  }

  @Override
  List<String> outputs(List<LabelsLine> learned) {
    SortedSet<String> labels = new TreeSet<>();
    learned.forEach(line -> labels.addAll(line.labels()));
    if (labels.size() < 2) {
      throw new MalformedFileException(
          table.file(),
          labels.isEmpty()
              ? "no image to learn from has a label: expected at least two labels"
              : "only one label to learn, '" + labels.first() + "': expected at least two");
    }
    return List.copyOf(labels);
  }

  /** A label of which no image is left to learn from could never be learned. */
  @Override
  void requireLearned(List<LabelsLine> learned, List<String> labels) {
    Set<String> there =
        learned.stream().flatMap(line -> line.labels().stream()).collect(Collectors.toSet());
    labels.stream()
        .filter(Predicate.not(there::contains))
        .findFirst()
        .ifPresent(
            label -> {
              throw new InputException(
                  ("every image of label '%s' in %s fell to the test part: give it more images,"
                          + " another %s, or a column split")
                      .formatted(label, table.file(), Hint.SEED));
            });
  }

  @Override
  List<Integer> answer(LabelsLine line, Map<String, Integer> labels) {
    List<Integer> set = new ArrayList<>();
    for (String label : line.labels()) {
      int index = labels.getOrDefault(label, -1);
      if (index < 0) {
        throw new MalformedFileException(
            table.file(),
            ("line %d: no image to learn from has the label '%s'; correct it, or give images"
                    + " to learn it from")
                .formatted(line.number(), label));
      }
      set.add(index);
    }
    set.sort(null);
    return List.copyOf(set);
  }

  @Override
  Targets targets(List<List<Integer>> answers) {
    return new LabelSets(answers);
  }
}
