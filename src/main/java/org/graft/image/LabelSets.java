package org.graft.image;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Labels of images that may have several, or none.
 *
 * @param sets each the indices of its labels, ascending; no two are the same
 */
public record LabelSets(List<List<Integer>> sets) implements Targets {
  /** What images without a label are said to have. */
  public static final String NONE = "no label";

  public LabelSets {
    sets = sets.stream().map(List::copyOf).toList();
    for (List<Integer> set : sets) {
      for (int i = 0; i < set.size(); i++) {
        if (set.get(i) < 0 || (i > 0 && set.get(i) <= set.get(i - 1))) {
          throw new IllegalArgumentException("no ascending indices of labels: " + set);
        }
      }
    }
  }

  @Override
  public int count() {
    return sets.size();
  }

  public boolean has(int set, int label) {
    return Collections.binarySearch(sets.get(set), label) >= 0;
  }

  @Override
  public String named(int answer, List<String> labels) {
    return inWords(sets.get(answer), labels);
  }

  /** Labels in words. */
  public static String inWords(List<Integer> set, List<String> labels) {
    return set.isEmpty() ? NONE : set.stream().map(labels::get).collect(Collectors.joining(" + "));
  }

  /**
   * The rarest of an image's labels, which is the one that a part could be without; one more group
   * for images without any.
   */
  @Override
  public int[] strata(int labels, int... answers) {
    int[] counts = new int[labels];
    for (int answer : answers) {
      sets.get(answer).forEach(label -> counts[label]++);
    }
    int[] rarest = new int[sets.size()];
    for (int set = 0; set < rarest.length; set++) {
      int found = labels;
      for (int label : sets.get(set)) {
        found = found == labels || counts[label] < counts[found] ? label : found;
      }
      rarest[set] = found;
    }
    return Arrays.stream(answers).map(answer -> rarest[answer]).toArray();
  }

  @Override
  public String stratum(int group, List<String> labels) {
    return group == labels.size() ? NONE : labels.get(group);
  }

  @Override
  public void requireOutputs(int outputs) {
    if (sets.stream().flatMap(List::stream).anyMatch(label -> label >= outputs)) {
      throw new IllegalArgumentException("a label that is not one of " + outputs);
    }
  }
}
