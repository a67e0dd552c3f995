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
    Map<String, StoredLayer> exact = new LinkedHashMap<>();
    stored.forEach(layer -> exact.put(layer.name(), layer));
    if (exact.size() == stored.size() && names.containsAll(exact.keySet())) {
      matches.add(exact);
    }
    byRank(stored, names).filter(ranked -> !ranked.equals(exact)).ifPresent(matches::add);
    return matches;
  }

  private static Optional<Map<String, StoredLayer>> byRank(
      List<StoredLayer> stored, Set<String> names) {
    Map<String, List<String>> counted = byStem(names);
    Map<String, StoredLayer> byName = new LinkedHashMap<>();
    stored.forEach(layer -> byName.put(layer.name(), layer));
    Map<String, StoredLayer> matched = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> group : byStem(byName.keySet()).entrySet()) {
      List<String> places = counted.getOrDefault(group.getKey(), List.of());
      List<String> ranked = group.getValue();
      if (ranked.size() > places.size()) {
        return Optional.empty();
      }
      for (int i = 0; i < ranked.size(); i++) {
        matched.put(places.get(i), byName.get(ranked.get(i)));
      }
    }
    boolean whole = new HashSet<>(matched.values()).size() == stored.size();
    return whole ? Optional.of(matched) : Optional.empty();
  }

  /**
   * What the names tell where they do not tell everything: the layers whose name, less its count,
   * stands on both sides equally often.
   */
  static Map<String, StoredLayer> partly(List<StoredLayer> stored, Set<String> names) {
    Map<String, List<String>> counted = byStem(names);
    Map<String, StoredLayer> byName = new LinkedHashMap<>();
    stored.forEach(layer -> byName.put(layer.name(), layer));
    Map<String, StoredLayer> told = new LinkedHashMap<>();
    byStem(byName.keySet())
        .forEach(
            (stem, ranked) -> {
              List<String> places = counted.getOrDefault(stem, List.of());
              for (int i = 0; i < ranked.size() && ranked.size() == places.size(); i++) {
                told.put(places.get(i), byName.get(ranked.get(i)));
              }
            });
    return told;
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
