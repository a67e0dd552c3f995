package org.graft.source.keras;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Stored layers matched to a plan's by name: letter by letter, or, for names that Keras counts up
 * ({@code conv2d}, {@code conv2d_1} or {@code conv2d_95}, …), by the rank of their number, since
 * the count begins anew or goes on with the session that made the model.
 */
final class NameMatch {
  private NameMatch() {}

  /**
   * Stored layers by the plan's names, in each way in which every stored layer finds a place of its
   * own: letter by letter first, then by rank.
   */
  static List<Map<String, StoredLayer>> of(List<StoredLayer> stored, Set<String> names) {
    List<Map<String, StoredLayer>> matches = new ArrayList<>();
    Map<String, StoredLayer> exact = StoredLayer.byName(stored);
    if (exact.size() == stored.size() && names.containsAll(exact.keySet())) {
      matches.add(exact);
    }
    byRank(stored, names).filter(ranked -> !ranked.equals(exact)).ifPresent(matches::add);
    return matches;
  }

  private static Optional<Map<String, StoredLayer>> byRank(
      List<StoredLayer> stored, Set<String> names) {
    Map<String, StoredLayer> matched = ranked(stored, names, (own, places) -> own <= places);
    boolean whole = new HashSet<>(matched.values()).size() == stored.size();
    return whole ? Optional.of(matched) : Optional.empty();
  }

  /**
   * What the names tell where they do not tell everything: the layers whose name, less its count,
   * stands on both sides equally often.
   */
  static Map<String, StoredLayer> partly(List<StoredLayer> stored, Set<String> names) {
    return ranked(stored, names, Integer::equals);
  }

  /**
   * By the rank of their numbers, the layers of each stem whose count on both sides {@code suits}.
   */
  private static Map<String, StoredLayer> ranked(
      List<StoredLayer> stored, Set<String> names, BiPredicate<Integer, Integer> suits) {
    Map<String, List<String>> counted = byStem(names);
    Map<String, StoredLayer> byName = StoredLayer.byName(stored);
    Map<String, StoredLayer> matched = new LinkedHashMap<>();
    byStem(byName.keySet())
        .forEach(
            (stem, own) -> {
              List<String> places = counted.getOrDefault(stem, List.of());
              for (int i = 0; i < own.size() && suits.test(own.size(), places.size()); i++) {
                matched.put(places.get(i), byName.get(own.get(i)));
              }
            });
    return matched;
  }

  private static Map<String, List<String>> byStem(Collection<String> names) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (String name : names) {
      groups.computeIfAbsent(stem(name), s -> new ArrayList<>()).add(name);
    }
    groups.values().forEach(group -> group.sort(Comparator.comparingLong(NameMatch::number)));
    return groups;
  }

  static String stem(String name) {
    return name.replaceFirst("_\\d{1,9}$", "");
  }

  static long number(String name) {
    String stem = stem(name);
    return stem.length() == name.length() ? 0 : Long.parseLong(name.substring(stem.length() + 1));
  }
}
