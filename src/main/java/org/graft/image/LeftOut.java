package org.graft.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a folder holds that is not taken, counted by reason. A folder that is passed over as a whole
 * counts once.
 *
 * @param counts by reason, 1 or more each
 */
public record LeftOut(@JsonValue SortedMap<String, Integer> counts) {
  /** Nothing. */
  public static final LeftOut NOTHING = new LeftOut(new TreeMap<>());

  private static final String UNREADABLE = "unreadable";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public LeftOut {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** The same and images that cannot be decoded. */
  public LeftOut andUnreadable(int images) {
    return images == 0 ? this : and(Map.of(UNREADABLE, images));
  }

  /** The sums of both. */
  public LeftOut and(LeftOut other) {
    return and(other.counts);
  }

  LeftOut and(Map<String, Integer> more) {
    SortedMap<String, Integer> sums = new TreeMap<>(counts);
    more.forEach((reason, count) -> sums.merge(reason, count, Integer::sum));
    return new LeftOut(sums);
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /** Number of files and folders. */
  public int count() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** One line, such as {@code 12 left out: 8 .webp, 4 hidden}, the most first. */
  @Override
  public String toString() {
    return count()
        + " left out: "
        + counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
  }
}
