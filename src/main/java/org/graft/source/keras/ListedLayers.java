package org.graft.source.keras;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.graft.failure.Hint;

/**
 * The layers of an HDF5 file before Keras 3, which lists them in the order of the model's layers.
 * Order is Keras' rule and the names are asked whether they agree; where shapes allow only one of
 * the two, that one holds, and where both could be meant, only the user can tell.
 */
record ListedLayers(List<StoredLayer> stored, Places places) {
  /** The best assignment; with problems where none can be used. */
  Assignment assign(AssignBy trusted) {
    Assignment order = byOrder();
    List<Assignment> named = byName();
    return switch (trusted) {
      case ORDER -> order;
      case NAME ->
          named.stream().filter(Assignment::fits).findFirst().orElseGet(() -> nearest(named));
      default -> agreed(order, named);
    };
  }

  private Assignment agreed(Assignment order, List<Assignment> named) {
    Optional<Assignment> name = named.stream().filter(Assignment::fits).findFirst();
    if (name.isPresent()) {
      return order.fits() ? compared(order, name.get().layers()) : name.get();
    }
    return order.fits()
        ? compared(order, NameMatch.partly(stored, order.layers().keySet()))
        : nearest(Stream.concat(Stream.of(order), named.stream()).toList());
  }

  /** Order against what the names tell, where a name's layer has the shape of its place. */
  private Assignment compared(Assignment order, Map<String, StoredLayer> named) {
    for (Map.Entry<String, StoredLayer> ordered : order.layers().entrySet()) {
      StoredLayer told = named.getOrDefault(ordered.getKey(), ordered.getValue());
      if (!told.equals(ordered.getValue())
          && told.fits(places.parameters().get(ordered.getKey()))) {
        return order.refused(
            ("by the order of the file layer %s is %s, by the names it is %s, and both are of"
                    + " its shape; say which to trust with %s (as Keras does) or %s")
                .formatted(
                    ordered.getKey(),
                    ordered.getValue().name(),
                    told.name(),
                    Hint.ASSIGN.to("order"),
                    Hint.ASSIGN.to("name")));
      }
    }
    return named.equals(order.layers()) ? order.called("by order, as the names say too") : order;
  }

  private Assignment nearest(List<Assignment> assignments) {
    return assignments.stream()
        .min(Comparator.comparingInt(a -> a.problems().size()))
        .orElseGet(() -> dealt("by name", Map.of()));
  }

  private List<Assignment> byName() {
    Set<String> groups = places.groups(places.parameters().keySet()).keySet();
    return NameMatch.of(stored, groups).stream().map(map -> dealt("by name", map)).toList();
  }

  /** In order over the whole plan, or over what is kept of it if the file holds just that. */
  private Assignment byOrder() {
    Assignment kept = inOrder(places.needed());
    return kept.fits() ? kept : inOrder(places.parameters().keySet());
  }

  private Assignment inOrder(Set<String> layers) {
    return dealt("by order", inOrder(stored, places.groups(layers).keySet()));
  }

  static Map<String, StoredLayer> inOrder(List<StoredLayer> stored, Set<String> names) {
    Map<String, StoredLayer> map = new LinkedHashMap<>();
    Iterator<StoredLayer> next = stored.iterator();
    names.stream().limit(stored.size()).forEach(name -> map.put(name, next.next()));
    return map;
  }

  /** Judges {@code groups} once the arrays of nested models are dealt out to the layers in them. */
  private Assignment dealt(String rule, Map<String, StoredLayer> groups) {
    Map<String, StoredLayer> layers = new LinkedHashMap<>();
    List<StoredLayer> all = new ArrayList<>(stored);
    Map<String, List<String>> listed = places.groups(places.parameters().keySet());
    groups.forEach(
        (group, found) ->
            places
                .split(group, listed.get(group), found)
                .ifPresent(
                    parts -> {
                      layers.putAll(parts);
                      all.remove(found);
                      all.addAll(parts.values());
                    }));
    return Assignment.judged(rule, layers, all, places);
  }
}
