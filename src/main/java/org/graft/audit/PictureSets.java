package org.graft.audit;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.image.ContentLook.Alikeness;
import org.graft.image.ImageGroups;

/**
 * Which pictures are alike: of equal numbers. A set is named by its first member.
 *
 * @param same {@code [pictures]}, those of the same pixels
 * @param near {@code [pictures]}, those that show nearly the same, directly or through others
 */
record PictureSets(int[] same, int[] near) {
  static PictureSets of(List<Fingerprint> prints) {
    int[] same = same(prints);
    return new PictureSets(same, near(prints, same));
  }

  /** Whether there is a set for each of that many pictures, as a damaged memory may not have. */
  boolean isOf(int pictures) {
    return same.length == pictures && near.length == pictures;
  }

  Alikeness among(List<Path> files) {
    return new Alikeness(ImageGroups.bySet(files, same), ImageGroups.bySet(files, near));
  }

  /**
   * Sets among some rows as sets among all; the others are on their own.
   *
   * @param rows where these pictures are among all
   */
  PictureSets spread(int[] rows, int all) {
    return new PictureSets(spread(same, rows, all), spread(near, rows, all));
  }

  private static int[] spread(int[] sets, int[] rows, int all) {
    int[] spread = IntStream.range(0, all).toArray();
    for (int k = 0; k < sets.length; k++) {
      spread[rows[k]] = rows[sets[k]];
    }
    return spread;
  }

  private static int[] same(List<Fingerprint> prints) {
    long[] keys = new long[prints.size()];
    Arrays.setAll(keys, i -> prints.get(i).pixels().key());
    Map<Long, Integer> firsts = new HashMap<>();
    int[] sets = new int[keys.length];
    Set<Long> repeated = repeated(keys);
    for (int i = 0; i < sets.length; i++) {
      Integer before = repeated.contains(keys[i]) ? firsts.putIfAbsent(keys[i], i) : null;
      sets[i] = before == null ? i : before;
    }
    return sets;
  }

  private static Set<Long> repeated(long... keys) {
    long[] sorted = keys.clone();
    Arrays.parallelSort(sorted);
    return IntStream.range(1, sorted.length)
        .filter(i -> sorted[i] == sorted[i - 1])
        .mapToObj(i -> sorted[i])
        .collect(Collectors.toSet());
  }

  /** Pictures of the same pixels are in one set, and plain ones near no other. */
  private static int[] near(List<Fingerprint> prints, int... same) {
    int[] distinct =
        IntStream.range(0, same.length)
            .filter(i -> same[i] == i && !prints.get(i).colours().isPlain())
            .toArray();
    int[] near = NearGroups.of(new Prints(distinct.length, i -> prints.get(distinct[i])));
    int[] sets = same.clone();
    for (int i = 0; i < distinct.length; i++) {
      sets[distinct[i]] = distinct[near[i]];
    }
    for (int i = 0; i < sets.length; i++) {
      sets[i] = sets[same[i]];
    }
    return sets;
  }
}
