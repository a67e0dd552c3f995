package org.graft.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;

/**
 * Images of any number of labels each, which stand in a file. Parted where the file does not part
 * them, images whose rarest label is the same are in both parts.
 */
final class LabelSetFiles implements ImageSource {
  private final LabelsFile table;
  private final LeftOut leftOut;

  LabelSetFiles(LabelsFile table, boolean followLinks) {
    if (table.kind() != LabelsKind.LABELS) {
      throw new MalformedFileException(
          table.file(),
          "it has the column "
              + table.kind()
              + ": expected labels, any number of them for each image, which is what --task"
              + " multi-label learns");
    }
    this.table = table;
    this.leftOut = LabelledFiles.leftOut(table, followLinks);
  }

  @Override
  public Dataset open(Split split) {
    List<LabelsLine> learned = of(Role.TRAIN);
    if (learned.isEmpty()) {
      throw new MalformedFileException(
          table.file(), "no image is to learn from: expected the split train in some lines");
    }
    List<LabelsLine> tested = of(Role.TEST);
    List<LabelsLine> heldOut = of(Role.VALIDATION);
    if (tested.isEmpty() && !heldOut.isEmpty()) {
      throw new MalformedFileException(
          table.file(), "it has the split validation but no test: expected some of each");
    }
    List<String> labels = requireLabels(learned);
    if (tested.isEmpty()) {
      Set<Path> chosen = testPart(learned, labels, split);
      tested = learned.stream().filter(line -> chosen.contains(line.file())).toList();
      learned = learned.stream().filter(line -> !chosen.contains(line.file())).toList();
    }
    requireLearned(learned, labels);
    Sets sets = new Sets(labels);
    return new Dataset(
        labels,
        sets.images(learned),
        sets.images(heldOut),
        sets.images(tested),
        leftOut,
        sets.all());
  }

  @Override
  public Dataset openTest(List<String> labels) {
    List<LabelsLine> tested = of(Role.TEST);
    if (tested.isEmpty() && table.lines().stream().anyMatch(line -> line.role().isPresent())) {
      throw new InputException(table.file() + " has no line with the split test");
    }
    Sets sets = new Sets(labels);
    List<LabelledImage> images = sets.images(tested.isEmpty() ? table.lines() : tested);
    return new Dataset(labels, List.of(), List.of(), images, leftOut, sets.all());
  }

  @Override
  public Survey survey(Split split) {
    return Survey.of(open(split));
  }

  /** By file; lines that say nothing are to learn from. */
  private List<LabelsLine> of(Role role) {
    return table.lines().stream()
        .filter(line -> line.role().orElse(Role.TRAIN) == role)
        .sorted(Comparator.comparing(line -> line.file().toString()))
        .toList();
  }

  private List<String> requireLabels(List<LabelsLine> learned) {
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

  private Set<Path> testPart(List<LabelsLine> lines, List<String> labels, Split split) {
    Sets sets = new Sets(labels);
    List<LabelledImage> images = sets.images(lines);
    int[] strata =
        sets.all().strata(labels.size(), images.stream().mapToInt(LabelledImage::label).toArray());
    SortedMap<String, List<Path>> groups = new TreeMap<>();
    for (int i = 0; i < strata.length; i++) {
      String name = strata[i] == labels.size() ? LabelSets.NONE : labels.get(strata[i]);
      groups.computeIfAbsent(name, unseen -> new ArrayList<>()).add(images.get(i).file());
    }
    return new Survey(groups, new TreeMap<>(), LeftOut.NOTHING)
        .parted(split).test().values().stream().flatMap(List::stream).collect(Collectors.toSet());
  }

  /** A label of which no image is left to learn from could never be learned. */
  private void requireLearned(List<LabelsLine> learned, List<String> labels) {
    Set<String> there =
        learned.stream().flatMap(line -> line.labels().stream()).collect(Collectors.toSet());
    labels.stream()
        .filter(Predicate.not(there::contains))
        .findFirst()
        .ifPresent(
            label -> {
              throw new InputException(
                  String.format(
                      "every image of label '%s' in %s fell to the test part: give it more images,"
                          + " another --seed, or a column split",
                      label, table.file()));
            });
  }

  /** The sets that lines name, numbered as they come. */
  private final class Sets {
    private final Map<String, Integer> indices = new HashMap<>();
    private final Map<List<Integer>, Integer> numbers = new LinkedHashMap<>();

    Sets(List<String> labels) {
      labels.forEach(label -> indices.put(label, indices.size()));
    }

    List<LabelledImage> images(List<LabelsLine> lines) {
      return lines.stream().map(line -> new LabelledImage(line.file(), number(line))).toList();
    }

    LabelSets all() {
      return new LabelSets(List.copyOf(numbers.keySet()));
    }

    private int number(LabelsLine line) {
      List<Integer> set = new ArrayList<>();
      for (String label : line.labels()) {
        int index = indices.getOrDefault(label, -1);
        if (index < 0) {
          throw new MalformedFileException(
              table.file(),
              String.format(
                  "line %d: no image to learn from has the label '%s'; correct it, or give images"
                      + " to learn it from",
                  line.number(), label));
        }
        set.add(index);
      }
      set.sort(null);
      return numbers.computeIfAbsent(List.copyOf(set), unseen -> numbers.size());
    }
  }
}
