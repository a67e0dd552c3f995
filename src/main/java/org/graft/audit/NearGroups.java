package org.graft.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pictures that are near each other, directly or through others, as sets. Exact: every near pair is
 * in one set. Pictures are compared only if their keys in some band differ by one bit at most, and
 * then only with one of each set that is there, as far as that goes; so a thousand frames of a
 * fixed camera take a thousand comparisons, not half a million. All processors share the work.
 */
final class NearGroups {
  /** So few pictures are compared each with each. */
  private static final int FEW_PICTURES = 256;

  /** Below that many pairs of two buckets nothing is gained by runs. */
  private static final int FEW_PAIRS = 64;

  private final NearTest likeness;
  private final DisjointSets sets;

  private NearGroups(List<Fingerprint> prints) {
    this.likeness = new NearTest(prints);
    this.sets = new DisjointSets(prints.size());
  }

  /** The set of each, named by its first member. */
  static int[] of(List<Fingerprint> prints) {
    NearGroups groups = new NearGroups(prints);
    if (prints.size() <= FEW_PICTURES) {
      groups.joinPairs(prints.size());
    } else {
      groups.joinByBands(prints.size());
    }
    return groups.sets.all();
  }

  private void joinPairs(int count) {
    for (int i = 1; i < count; i++) {
      for (int j = 0; j < i; j++) {
        compare(i, j);
      }
    }
  }

  private void joinByBands(int count) {
    Bands bands = new Bands(likeness.edges());
    for (int band = 0; band < Bands.COUNT; band++) {
      int own = band;
      int[] keys = new int[count];
      Arrays.parallelSetAll(keys, i -> bands.key(own, i));
      join(keys, bands.width(band));
    }
  }

  /** Joins what is near among pictures whose keys differ by one bit at most. */
  private void join(int[] keys, int width) {
    int[] starts = starts(keys, width);
    long[] sorted = sorted(keys, starts);
    IntStream.range(0, 1 << width)
        .parallel()
        .filter(key -> starts[key] < starts[key + 1])
        .forEach(
            key -> {
              within(sorted, starts[key], starts[key + 1]);
              for (int bit = 0; bit < width; bit++) {
                int other = key ^ 1 << bit;
                if (other > key && starts[other] < starts[other + 1]) {
                  between(
                      Arrays.copyOfRange(sorted, starts[key], starts[key + 1]),
                      Arrays.copyOfRange(sorted, starts[other], starts[other + 1]));
                }
              }
            });
  }

  /** Where each key's pictures begin, and behind the last. */
  private static int[] starts(int[] keys, int width) {
    int[] starts = new int[(1 << width) + 1];
    for (int key : keys) {
      starts[key + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    return starts;
  }

  /** Pictures by key, and those of a key by place, which is above the number in each. */
  private long[] sorted(int[] keys, int... starts) {
    int[] next = starts.clone();
    long[] sorted = new long[keys.length];
    for (int i = 0; i < keys.length; i++) {
      long place = Math.round((likeness.place(i) + 2) * (1 << 28));
      sorted[next[keys[i]]++] = place << 32 | i;
    }
    IntStream.range(0, starts.length - 1)
        .parallel()
        .filter(key -> starts[key + 1] - starts[key] > 1)
        .forEach(key -> Arrays.sort(sorted, starts[key], starts[key + 1]));
    return sorted;
  }

  private static int picture(long sorted) {
    return (int) sorted;
  }

  private void within(long[] sorted, int from, int to) {
    List<SortedPictures> runs = new ArrayList<>();
    for (int at = from; at < to && to - from > 1; at++) {
      int picture = picture(sorted[at]);
      meet(picture, runs);
      add(picture, runs);
    }
  }

  private void between(long[] one, long... other) {
    if ((long) one.length * other.length <= FEW_PAIRS) {
      for (long a : one) {
        for (long b : other) {
          compare(picture(a), picture(b));
        }
      }
      return;
    }
    if (areOneSet(one, other)) {
      return;
    }
    List<SortedPictures> ones = new ArrayList<>();
    List<SortedPictures> others = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < one.length || j < other.length) {
      boolean first = j == other.length || (i < one.length && one[i] < other[j]);
      int picture = picture(first ? one[i++] : other[j++]);
      meet(picture, first ? others : ones);
      add(picture, first ? ones : others);
    }
  }

  private void compare(int one, int other) {
    if (likeness.isWithin(one, other)
        && sets.find(one) != sets.find(other)
        && likeness.isNear(one, other)) {
      sets.join(one, other);
    }
  }

  private boolean areOneSet(long[] one, long... other) {
    int set = sets.find(picture(one[0]));
    return Arrays.stream(one).allMatch(p -> sets.find(picture(p)) == set)
        && Arrays.stream(other).allMatch(p -> sets.find(picture(p)) == set);
  }

  /** Joins a picture with every other set that holds one near it; runs left behind are dropped. */
  private void meet(int picture, List<SortedPictures> runs) {
    int kept = 0;
    for (SortedPictures run : runs) {
      if (likeness.isWithin(run.last(), picture)) {
        runs.set(kept++, run);
        if (sets.find(run.first()) != sets.find(picture) && run.holdsNear(picture, likeness)) {
          sets.join(run.first(), picture);
        }
      }
    }
    runs.subList(kept, runs.size()).clear();
  }

  private void add(int picture, List<SortedPictures> runs) {
    int set = sets.find(picture);
    for (int i = runs.size() - 1; i >= 0; i--) {
      if (sets.find(runs.get(i).first()) == set) {
        runs.get(i).add(picture);
        return;
      }
    }
    runs.add(new SortedPictures(picture));
  }
}
