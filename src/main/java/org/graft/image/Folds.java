package org.graft.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.failure.InputException;

/**
 * Images dealt into parts for cross-validation, each to be tested once by what the others taught.
 * Every class is spread over the parts as evenly as whole images allow, and so are all images
 * together; which part an image is in hangs on the seed, the classes and the files' names alone.
 *
 * @param count number of parts, at least 2
 * @param seed another seed deals otherwise
 */
public record Folds(int count, long seed) {
  private static final int LEAST = 2;

  public Folds {
    if (count < LEAST) {
      throw new InputException("cannot cross-validate in " + count + " part; 2 are the fewest");
    }
  }

  /**
   * The part of each image, from 0.
   *
   * @param labels {@code [n]}, each image's class, an index into {@code names}
   * @throws InputException unless each class has two images and each part gets one
   */
  public int[] deal(List<String> names, int[] labels, List<Path> files) {
    int[] part = new int[labels.length];
    int dealt = 0;
    for (Map.Entry<Integer, List<Integer>> rows : byClass(labels).entrySet()) {
      String name = names.get(rows.getKey());
      if (rows.getValue().size() < LEAST) {
        throw new InputException(
            "class '" + name + "' has one image: cross-validation needs two of each class");
      }
      List<Integer> ranked = new ArrayList<>(rows.getValue());
      ranked.sort(Comparator.comparing(row -> Rank.of(seed, name, files.get(row))));
      for (int row : ranked) {
        part[row] = dealt++ % count;
      }
    }
    if (dealt < count) {
      throw new InputException(
          "cannot deal " + dealt + " images into " + count + " parts; fewer --folds can be had");
    }
    return part;
  }

  private static Map<Integer, List<Integer>> byClass(int... labels) {
    return IntStream.range(0, labels.length)
        .boxed()
        .collect(Collectors.groupingBy(row -> labels[row], TreeMap::new, Collectors.toList()));
  }
}
