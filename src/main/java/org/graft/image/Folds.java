package org.graft.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.graft.failure.Hint;
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
  private static final int NONE = -1;

  public Folds {
    if (count < LEAST) {
      throw new InputException("cannot cross-validate in " + count + " part; 2 are the fewest");
    }
  }

  /**
   * The part of each image, from 0. Images that belong together come into one, the large groups of
   * a class first.
   *
   * @param labels {@code [n]}, each image's class, an index into {@code names}
   * @throws InputException unless each class has two images, or groups, and each part gets one
   */
  public int[] deal(List<String> names, int[] labels, List<Path> files, ImageGroups groups) {
    int[] units = groups.units(files);
    Map<Integer, List<Integer>> members = Parting.rows(units);
    int[] part = new int[labels.length];
    Arrays.fill(part, NONE);
    int[] sizes = new int[count];
    for (Map.Entry<Integer, List<Integer>> rows : Parting.rows(labels).entrySet()) {
      String name = names.get(rows.getKey());
      requireTwo(name, rows.getValue(), units);
      List<Integer> ranked = new ArrayList<>(rows.getValue());
      ranked.sort(
          Comparator.comparingInt((Integer row) -> -members.get(units[row]).size())
              .thenComparing(row -> Rank.of(seed, name, files.get(row))));
      dealClass(ranked, units, members, part, sizes);
    }
    if (Arrays.stream(sizes).anyMatch(size -> size == 0)) {
      throw new InputException(
          "cannot deal %d images into %d parts%s; fewer %s can be had"
              .formatted(
                  labels.length, count, groups.isEmpty() ? "" : ", groups as a whole", Hint.FOLDS));
    }
    return part;
  }

  private static void requireTwo(String name, List<Integer> rows, int... units) {
    if (rows.size() < LEAST) {
      throw new InputException(
          "class '" + name + "' has one image: cross-validation needs two of each class");
    }
    if (rows.stream().map(row -> units[row]).distinct().count() < LEAST) {
      throw new InputException(
          "class '" + name + "' is one group of images: cross-validation needs two of each class");
    }
  }

  /** Each unit goes where the class, and then all, has the fewest images. */
  private void dealClass(
      List<Integer> ranked,
      int[] units,
      Map<Integer, List<Integer>> members,
      int[] part,
      int... sizes) {
    int[] own = new int[count];
    for (int row : ranked) {
      if (part[row] == NONE) {
        int best = 0;
        for (int p = 1; p < count; p++) {
          boolean fewer = own[p] == own[best] ? sizes[p] < sizes[best] : own[p] < own[best];
          best = fewer ? p : best;
        }
        for (int member : members.get(units[row])) {
          part[member] = best;
          sizes[best]++;
        }
      }
      own[part[row]]++;
    }
  }
}
