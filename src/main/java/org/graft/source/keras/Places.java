package org.graft.source.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Parameter;
import org.graft.plan.Plan;

/**
 * What a plan needs of a file. Of layers that share their arrays only the first counts, and those
 * whose arrays the description holds do not count.
 *
 * @param parameters all parameters by layer
 * @param needed the layers that must be filled
 * @param shared the other layers of a place, by name, with the first
 */
record Places(
    ModelConfig config,
    Map<String, List<Parameter>> parameters,
    Set<String> needed,
    Map<String, String> shared) {

  static Places of(ModelConfig config, Plan whole, Plan kept) {
    Map<Place, String> first = new HashMap<>();
    Map<String, List<Parameter>> parameters = new LinkedHashMap<>();
    Map<String, String> shared = new LinkedHashMap<>();
    Map<String, List<Parameter>> stored = new LinkedHashMap<>(whole.parameters());
    Set<String> described = DescribedArrays.of(config, whole).keySet();
    stored.keySet().removeAll(described);
    stored.forEach(
        (layer, own) -> {
          String before = first.putIfAbsent(config.place(layer), layer);
          if (before == null) {
            parameters.put(layer, own);
          } else if (parameters.get(before).equals(own)) {
            shared.put(layer, before);
          } else {
            throw new UnsupportedModelException(
                "layers %s and %s share arrays, and need %s and %s"
                    .formatted(before, layer, parameters.get(before), own));
          }
        });
    Set<String> needed = new LinkedHashSet<>();
    kept.parameters().keySet().stream()
        .filter(layer -> !described.contains(layer))
        .forEach(layer -> needed.add(shared.getOrDefault(layer, layer)));
    return new Places(config, parameters, needed, shared);
  }

  /** The layers by the name under which files before Keras 3 list them, nested models as one. */
  Map<String, List<String>> groups(Set<String> layers) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (String layer : layers) {
      String group = config.place(layer).group();
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(layer);
    }
    return groups;
  }

  /**
   * The stored layers that a listed one holds; nothing where it does not fit a nested model.
   *
   * @param layers of the group that is listed so
   */
  Optional<Map<String, StoredLayer>> split(String group, List<String> layers, StoredLayer stored) {
    if (layers.equals(List.of(group))) {
      return Optional.of(Map.of(group, stored));
    }
    Map<String, List<Parameter>> inside = new LinkedHashMap<>();
    layers.forEach(layer -> inside.put(layer, parameters.get(layer)));
    return NestedArrays.deal(stored, inside, config.places());
  }
}
