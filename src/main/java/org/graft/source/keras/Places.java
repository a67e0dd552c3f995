package org.graft.source.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft.plan.Parameter;

/**
 * What a plan needs of a file.
 *
 * @param parameters all parameters by layer
 * @param needed the layers that must be filled
 */
record Places(ModelConfig config, Map<String, List<Parameter>> parameters, Set<String> needed) {

  /** The layers by the name under which files before Keras 3 list them, nested models as one. */
  Map<String, List<String>> groups(Set<String> layers) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (String layer : layers) {
      String group = config.place(layer).group();
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(layer);
    }
    return groups;
  }

  /** The stored layers that a listed one holds; nothing where it does not fit a nested model. */
  Optional<Map<String, StoredLayer>> split(String group, StoredLayer stored) {
    List<String> layers = groups(parameters.keySet()).get(group);
    if (layers.equals(List.of(group))) {
      return Optional.of(Map.of(group, stored));
    }
    Map<String, List<Parameter>> inside = new LinkedHashMap<>();
    layers.forEach(layer -> inside.put(layer, parameters.get(layer)));
    return NestedArrays.deal(stored, inside, config.places());
  }
}
