package org.graft.source.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.graft.plan.Parameter;
import org.graft.plan.Weights;

/**
 * The arrays that an HDF5 file before Keras 3 lists for a nested model, dealt out to the layers in
 * it: by the names of layer and array that each bears; where they do not tell, in the order in
 * which Keras listed them, {@code trainable_weights + non_trainable_weights}.
 */
final class NestedArrays {
  private static final Set<String> NEVER_TRAINED =
      Set.of(Weights.MOVING_MEAN, Weights.MOVING_VARIANCE);

  private NestedArrays() {}

  /** A layer in a nested model, and one of its arrays. */
  private record Slot(String layer, Place place, Parameter parameter) {
    boolean trained() {
      return place.trainable() && !NEVER_TRAINED.contains(parameter.name());
    }

    /** {@code conv1/kernel}, as the names of arrays end. */
    String key() {
      return place.own() + "/" + parameter.name();
    }
  }

  /**
   * Stored layers by the names of {@code parameters}; nothing where {@code stored} does not fit.
   */
  static Optional<Map<String, StoredLayer>> deal(
      StoredLayer stored, Map<String, List<Parameter>> parameters, Map<String, Place> places) {
    List<Slot> slots = new ArrayList<>();
    parameters.forEach(
        (layer, own) -> own.forEach(p -> slots.add(new Slot(layer, places.get(layer), p))));
    if (slots.size() != stored.arrays().size()) {
      return Optional.empty();
    }
    return byName(stored, slots)
        .or(() -> inOrder(stored, slots))
        .map(arrays -> layers(stored, arrays));
  }

  private static Optional<Map<Slot, StoredArray>> byName(StoredLayer stored, List<Slot> slots) {
    Map<String, StoredArray> named = new HashMap<>();
    stored.arrays().forEach(array -> key(array.name()).ifPresent(key -> named.put(key, array)));
    Map<Slot, StoredArray> found = new LinkedHashMap<>();
    slots.forEach(slot -> found.put(slot, named.get(slot.key())));
    boolean whole = Set.copyOf(slots.stream().map(Slot::key).toList()).size() == slots.size();
    return whole && fits(found) ? Optional.of(found) : Optional.empty();
  }

  private static Optional<Map<Slot, StoredArray>> inOrder(StoredLayer stored, List<Slot> slots) {
    List<Slot> ordered =
        Stream.concat(
                slots.stream().filter(Slot::trained), slots.stream().filter(s -> !s.trained()))
            .toList();
    Map<Slot, StoredArray> found = new HashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      found.put(ordered.get(i), stored.arrays().get(i));
    }
    Map<Slot, StoredArray> sorted = new LinkedHashMap<>();
    slots.forEach(slot -> sorted.put(slot, found.get(slot)));
    return fits(sorted) ? Optional.of(sorted) : Optional.empty();
  }

  private static boolean fits(Map<Slot, StoredArray> found) {
    return found.entrySet().stream()
        .allMatch(e -> e.getValue() != null && e.getValue().fits(e.getKey().parameter()));
  }

  /** Layer and parameter that a name ends in: {@code model/conv1/kernel:0} is of conv1. */
  private static Optional<String> key(String name) {
    String[] parts = name.split("/");
    Optional<String> role = ArrayNames.parameter(name);
    return parts.length > 1 ? role.map(r -> parts[parts.length - 2] + "/" + r) : Optional.empty();
  }

  private static Map<String, StoredLayer> layers(StoredLayer stored, Map<Slot, StoredArray> found) {
    Map<String, List<StoredArray>> arrays = new LinkedHashMap<>();
    found.forEach(
        (slot, array) -> arrays.computeIfAbsent(slot.layer(), l -> new ArrayList<>()).add(array));
    Map<String, StoredLayer> layers = new LinkedHashMap<>();
    arrays.forEach(
        (layer, own) -> layers.put(layer, new StoredLayer(stored.name() + "/" + layer, own)));
    return layers;
  }
}
