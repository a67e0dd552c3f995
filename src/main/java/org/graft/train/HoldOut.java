package org.graft.train;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.graft.image.Parting;

/**
 * Training images parted in two, class by class.
 *
 * @param kept rows to train on, ascending
 * @param heldOut rows that tell when to stop, ascending
 */
record HoldOut(int[] kept, int[] heldOut) {
  /**
   * Holds out a share of each class, rounded, but never all of a class; none for share 0.
   *
   * @param labels {@code [n]}, each image's class, from 0
   * @param units {@code [n]}, equal for images that belong together, which stay on one side
   */
  static HoldOut of(int[] labels, int[] units, double share, SplittableRandom random) {
    SortedMap<Integer, List<Integer>> order = Parting.rows(labels);
    order.values().forEach(rows -> Collections.shuffle(rows, new Random(random.nextLong())));
    boolean[] out =
        Parting.chosen(
            order,
            labels,
            units,
            images -> (int) Math.min(Math.round(share * images), images - 1L));
    return new HoldOut(rows(out, false), rows(out, true));
  }

  /** Holds out those of the images that are in {@code heldOut}. */
  static HoldOut of(List<Path> images, Set<Path> heldOut) {
    boolean[] out = new boolean[images.size()];
    for (int row = 0; row < out.length; row++) {
      out[row] = heldOut.contains(images.get(row));
    }
    return new HoldOut(rows(out, false), rows(out, true));
  }

  private static int[] rows(boolean[] out, boolean wanted) {
    return IntStream.range(0, out.length).filter(row -> out[row] == wanted).toArray();
  }
}
