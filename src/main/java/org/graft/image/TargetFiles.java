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
import java.util.TreeMap;
import org.graft.failure.MalformedFileException;

/**
 * Images that are not of one class each, whose answers stand in a file. Parted where the file does
 * not part them, each group of like images is in both parts.
 *
 * @param <A> what an image is answered with
 */
abstract class TargetFiles<A> extends TableSource {
  TargetFiles(LabelsFile table, LeftOut leftOut) {
    super(table, leftOut);
  }

  /**
   * Names of the model's outputs.
   *
   * @throws MalformedFileException if there is nothing to learn
   */
  abstract List<String> outputs(List<LabelsLine> learned);

  /**
   * The answer of a line.
   *
   * @param outputs the places of the model's outputs, by name
   * @throws MalformedFileException if it is none that the model could give
   */
  abstract A answer(LabelsLine line, Map<String, Integer> outputs);

  /** What images are to be answered with: these, no two of which are the same. */
  abstract Targets targets(List<A> answers);

  /** The user's mistake when images that are left to learn from do not have all outputs. */
  abstract void requireLearned(List<LabelsLine> learned, List<String> outputs);

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
    List<String> outputs = outputs(learned);
    SortedMap<String, List<Path>> strata = strata(learned, outputs);
    ImageGroups together =
        new Together(split, table.root(), strata).groups(LabelledFiles.groups(table));
    if (tested.isEmpty()) {
      Set<Path> chosen = split.testPart(strata, together);
      tested = learned.stream().filter(line -> chosen.contains(line.file())).toList();
      learned = learned.stream().filter(line -> !chosen.contains(line.file())).toList();
    }
    requireLearned(learned, outputs);
    Answers answers = new Answers(outputs);
    ImageList train = answers.images(learned);
    List<LabelledImage> validation = answers.images(heldOut);
    List<LabelledImage> test = answers.images(tested);
    return new Dataset(
        outputs, train, validation, test, leftOut, answers.all(), together.among(train.files()));
  }

  @Override
  public Dataset openTest(List<String> outputs) {
    List<LabelsLine> tested = of(Role.TEST);
    if (tested.isEmpty()) {
      requireNoSplits();
    }
    Answers answers = new Answers(outputs);
    List<LabelledImage> images = answers.images(tested.isEmpty() ? table.lines() : tested);
    return new Dataset(outputs, List.of(), List.of(), images, leftOut, answers.all());
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

  /** Groups of like images. */
  private SortedMap<String, List<Path>> strata(List<LabelsLine> lines, List<String> outputs) {
    Answers answers = new Answers(outputs);
    int[] found = answers.images(lines).stream().mapToInt(LabelledImage::label).toArray();
    Targets all = answers.all();
    int[] strata = all.strata(outputs.size(), found);
    SortedMap<String, List<Path>> groups = new TreeMap<>();
    for (int i = 0; i < strata.length; i++) {
      String name = all.stratum(strata[i], outputs);
      groups.computeIfAbsent(name, unseen -> new ArrayList<>()).add(lines.get(i).file());
    }
    return groups;
  }

  /** Numbers answers as they come. */
  private final class Answers {
    private final Map<String, Integer> outputs = new HashMap<>();
    private final Map<A, Integer> numbers = new LinkedHashMap<>();

    Answers(List<String> names) {
      names.forEach(name -> outputs.put(name, outputs.size()));
    }

    /** Images with the numbers of their answers. */
    ImageList images(List<LabelsLine> lines) {
      return ImageList.of(
          lines.stream()
              .map(line -> new LabelledImage(line.file(), number(answer(line, outputs)))));
    }

    private int number(A answer) {
      return numbers.computeIfAbsent(answer, unseen -> numbers.size());
    }

    /** All answers so far. */
    Targets all() {
      return targets(List.copyOf(numbers.keySet()));
    }
  }
}
