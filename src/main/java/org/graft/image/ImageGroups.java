package org.graft.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Images that belong together: a model that has learned from one of a group knows the others, so
 * that they stay on one side of every split.
 *
 * @param groups of two images or more, no image in two; all others are on their own
 */
public record ImageGroups(@JsonValue List<List<Path>> groups) {
  /** Every image on its own. */
  public static final ImageGroups NONE = new ImageGroups(List.of());

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ImageGroups {
    groups = groups.stream().filter(group -> group.size() > 1).map(List::copyOf).toList();
  }

  /** Images of the same key together. */
  static ImageGroups byKey(Map<Path, String> keys) {
    Map<String, List<Path>> groups = new LinkedHashMap<>();
    keys.forEach((file, key) -> groups.computeIfAbsent(key, k -> new ArrayList<>()).add(file));
    return new ImageGroups(List.copyOf(groups.values()));
  }

  /**
   * Images of the same set together.
   *
   * @param sets {@code [files]}, each image's set
   * @throws IllegalArgumentException unless there is a set for each
   */
  public static ImageGroups bySet(List<Path> files, int... sets) {
    if (sets.length != files.size()) {
      throw new IllegalArgumentException(sets.length + " sets of " + files.size() + " images");
    }
    int[] sorted = sets.clone();
    Arrays.sort(sorted);
    Set<Integer> several =
        IntStream.range(1, sorted.length)
            .filter(i -> sorted[i] == sorted[i - 1])
            .mapToObj(i -> sorted[i])
            .collect(Collectors.toSet());
    Map<Integer, List<Path>> groups = new LinkedHashMap<>();
    for (int i = 0; i < sets.length; i++) {
      if (several.contains(sets[i])) {
        groups.computeIfAbsent(sets[i], set -> new ArrayList<>()).add(files.get(i));
      }
    }
    return new ImageGroups(List.copyOf(groups.values()));
  }

  public boolean isEmpty() {
    return groups.isEmpty();
  }

  /** The number of the group that an image is in, from 0; of those that are in one. */
  Map<Path, Integer> numbers() {
    Map<Path, Integer> numbers = new HashMap<>();
    for (int group = 0; group < groups.size(); group++) {
      int own = group;
      groups.get(group).forEach(file -> numbers.put(file, own));
    }
    return numbers;
  }

  /** A number for each image, equal for those that belong together. */
  public int[] units(List<Path> images) {
    Map<Path, Integer> known = numbers();
    int[] units = new int[images.size()];
    for (int i = 0; i < units.length; i++) {
      units[i] = known.getOrDefault(images.get(i), groups.size() + i);
    }
    return units;
  }

  ImageGroups absolute() {
    return new ImageGroups(
        groups.stream().map(g -> g.stream().map(Path::toAbsolutePath).toList()).toList());
  }

  /** What either of two holds together, with all that hangs on it. */
  ImageGroups with(ImageGroups other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    Map<Path, List<Path>> whole = new LinkedHashMap<>();
    Stream.concat(groups.stream(), other.groups.stream()).forEach(group -> join(group, whole));
    Set<List<Path>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return new ImageGroups(whole.values().stream().filter(seen::add).toList());
  }

  /** Makes one group of what {@code group} touches; the longest takes the others in. */
  private static void join(List<Path> group, Map<Path, List<Path>> whole) {
    List<Path> largest = new ArrayList<>();
    for (Path file : group) {
      List<Path> own = whole.get(file);
      largest = own != null && own.size() > largest.size() ? own : largest;
    }
    for (Path file : group) {
      List<Path> own = whole.getOrDefault(file, List.of(file));
      if (own != largest) {
        largest.addAll(own);
        for (Path each : own) {
          whole.put(each, largest);
        }
      }
    }
  }

  /** The classes of those that are in a group. */
  Map<Path, String> labels(SortedMap<String, List<Path>> classes) {
    Set<Path> members = members();
    Map<Path, String> labels = new HashMap<>();
    classes.forEach(
        (label, images) ->
            images.stream().filter(members::contains).forEach(i -> labels.put(i, label)));
    return labels;
  }

  private Set<Path> members() {
    return groups.stream().flatMap(List::stream).collect(Collectors.toSet());
  }

  /** The groups as far as they are among some images. */
  ImageGroups among(Collection<Path> images) {
    Set<Path> members = members();
    Set<Path> kept = images.stream().filter(members::contains).collect(Collectors.toSet());
    return new ImageGroups(
        groups.stream().map(group -> group.stream().filter(kept::contains).toList()).toList());
  }
}
