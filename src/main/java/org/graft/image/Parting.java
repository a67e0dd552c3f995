package org.graft.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Chooses a number of images of every class, units of them as a whole: a unit is taken where that
 * brings the classes that it is of nearer to their numbers, none of them further away, and leaves
 * an image of each. A class that would get none takes the unit that fits best. Where every image is
 * a unit of its own, that takes the first ones of each class.
 */
public final class Parting {
  private final int[] labels;
  private final int[] units;

  /** The rows, those of a unit together. */
  private final int[] members;

  /** Where each unit's rows begin there, and behind the last. */
  private final int[] begins;

  private final boolean[] chosen;
  private final int[] left;
  private final int[] wanted;

  /** The rows of each class, or of each unit, ascending. */
  public static SortedMap<Integer, List<Integer>> rows(int... labels) {
    SortedMap<Integer, List<Integer>> rows = new TreeMap<>();
    for (int row = 0; row < labels.length; row++) {
      rows.computeIfAbsent(labels[row], label -> new ArrayList<>(1)).add(row);
    }
    return rows;
  }

  private Parting(int classes, int[] labels, int[] units, IntUnaryOperator wanted) {
    this.labels = labels;
    this.units = units;
    this.chosen = new boolean[labels.length];
    this.left = new int[classes];
    Arrays.stream(labels).forEach(label -> left[label]++);
    this.wanted = Arrays.stream(left).map(wanted).toArray();
    this.begins = new int[Arrays.stream(units).max().orElse(-1) + 2];
    Arrays.stream(units).forEach(unit -> begins[unit + 1]++);
    Arrays.parallelPrefix(begins, Integer::sum);
    this.members = new int[units.length];
    int[] next = begins.clone();
    for (int row = 0; row < units.length; row++) {
      members[next[units[row]]++] = row;
    }
  }

  /**
   * Whether each image is chosen.
   *
   * @param order the images of each class, of all classes, those to be chosen first
   * @param labels {@code [n]}, each image's class, from 0
   * @param units {@code [n]}, each image's unit, from 0
   * @param wanted how many of a class of that many are to be chosen, fewer than all
   */
  public static boolean[] chosen(
      SortedMap<Integer, List<Integer>> order, int[] labels, int[] units, IntUnaryOperator wanted) {
    int classes = order.isEmpty() ? 0 : order.lastKey() + 1;
    Parting parting = new Parting(classes, labels, units, wanted);
    int[] whole = parting.wanted.clone();
    order.values().forEach(parting::choose);
    order.forEach(
        (label, images) -> {
          if (whole[label] > 0 && parting.wanted[label] == whole[label]) {
            parting.chooseBest(images);
          }
        });
    return parting.chosen;
  }

  private void choose(List<Integer> images) {
    for (int row : images) {
      if (!chosen[row] && isPossible(units[row]) && isNearer(units[row])) {
        take(units[row]);
      }
    }
  }

  private void chooseBest(List<Integer> images) {
    Integer best = null;
    for (int row : images) {
      int unit = units[row];
      if (isPossible(unit) && (best == null || change(counts(unit)) < change(counts(best)))) {
        best = unit;
      }
    }
    if (best != null) {
      take(best);
    }
  }

  /** Whether an image of each class would be left. */
  private boolean isPossible(int unit) {
    return counts(unit).entrySet().stream().allMatch(e -> left[e.getKey()] > e.getValue());
  }

  private boolean isNearer(int unit) {
    Map<Integer, Integer> counts = counts(unit);
    return change(counts) < 0 && counts.entrySet().stream().allMatch(count -> change(count) <= 0);
  }

  /** How much further from their numbers the classes would be in all. */
  private int change(Map<Integer, Integer> counts) {
    return counts.entrySet().stream().mapToInt(this::change).sum();
  }

  private int change(Map.Entry<Integer, Integer> count) {
    int missing = wanted[count.getKey()];
    return Math.abs(missing - count.getValue()) - Math.abs(missing);
  }

  private SortedMap<Integer, Integer> counts(int unit) {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    rowsOf(unit).forEach(row -> counts.merge(labels[row], 1, Integer::sum));
    return counts;
  }

  private void take(int unit) {
    rowsOf(unit)
        .forEach(
            row -> {
              chosen[row] = true;
              left[labels[row]]--;
              wanted[labels[row]]--;
            });
  }

  private IntStream rowsOf(int unit) {
    return Arrays.stream(members, begins[unit], begins[unit + 1]);
  }
}
