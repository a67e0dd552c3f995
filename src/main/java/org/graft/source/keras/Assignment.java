package org.graft.source.keras;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.graft.plan.Parameter;
import org.graft.plan.Plan;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;

/**
 * Which stored layer fills which layer of a plan, by Keras' rules: in topological order, as {@code
 * load_weights} goes, checked against the names; by name where the names fit and the order does
 * not; by path since Keras 3. Total: every stored array has a place of its shape, and everything
 * that is kept is filled.
 *
 * @param rule which rule led here, in words
 * @param layers stored layers by the plan's layer names
 * @param problems what does not fit; empty for an assignment that can be used
 */
public record Assignment(String rule, Map<String, StoredLayer> layers, List<String> problems) {
  private static final String NOT_FILLED = "not filled: ";

  /** The best assignment of {@code file} to {@code whole}, of which {@code kept} must be filled. */
  public static Assignment of(ModelConfig config, Plan whole, Plan kept, KerasFile file) {
    Places places = new Places(config, whole.parameters(), kept.parameters().keySet());
    return file.topological()
        ? listed(file.layers(), places)
        : judged(
            "by class and count, as Keras 3 does",
            byPath(config, whole, file.layers()),
            file.layers(),
            places);
  }

  /**
   * Where stored layers would go by order or path alone, whatever their shapes; what is listed for
   * a nested model as a whole goes nowhere.
   */
  public static Map<String, StoredLayer> places(ModelConfig config, Plan plan, KerasFile file) {
    Set<String> names = plan.parameters().keySet();
    if (!file.topological()) {
      return byPath(config, plan, file.layers());
    }
    Places places = new Places(config, plan.parameters(), names);
    Map<String, StoredLayer> found = inOrder(file.layers(), places.groups(names).keySet());
    found.keySet().retainAll(names);
    return found;
  }

  /**
   * What a plan needs.
   *
   * @param parameters all parameters by layer
   * @param needed the layers that must be filled
   */
  private record Places(
      ModelConfig config, Map<String, List<Parameter>> parameters, Set<String> needed) {

    /** The layers by the name under which files list them, nested models as one. */
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

  private static Assignment listed(List<StoredLayer> stored, Places places) {
    List<Assignment> named =
        NameMatch.of(stored, places.groups(places.parameters().keySet()).keySet()).stream()
            .map(map -> split("by name", map, stored, places))
            .toList();
    Assignment byOrder = byOrder(stored, places);
    for (Assignment byName : named) {
      if (byName.fits()) {
        boolean same = byOrder.fits() && byOrder.layers.equals(byName.layers);
        return same ? byOrder.called("by order, as the names say too") : byName;
      }
    }
    return Stream.concat(Stream.of(byOrder), named.stream())
        .min(Comparator.comparingInt(a -> a.problems.size()))
        .orElseThrow();
  }

  /** In order over the whole plan, or over what is kept of it if the file holds just that. */
  private static Assignment byOrder(List<StoredLayer> stored, Places places) {
    Assignment kept = inOrder(stored, places.needed(), places);
    return kept.fits() ? kept : inOrder(stored, places.parameters().keySet(), places);
  }

  public boolean fits() {
    return problems.isEmpty();
  }

  /** How many stored layers have no place of their shape. */
  public long misfits() {
    return problems.stream().filter(problem -> !problem.startsWith(NOT_FILLED)).count();
  }

  /** Reads the arrays of the layers that {@code kept} needs. */
  public Weights read(Plan kept) {
    Weights.Builder weights = Weights.builder();
    kept.parameters()
        .forEach(
            (layer, parameters) -> {
              List<StoredArray> arrays = layers.get(layer).arrays();
              for (int i = 0; i < parameters.size(); i++) {
                Parameter parameter = parameters.get(i);
                Tensor tensor = new Tensor(arrays.get(i).values().get(), parameter.shape());
                weights.put(layer, parameter.name(), tensor);
              }
            });
    return weights.build();
  }

  private Assignment called(String rule) {
    return new Assignment(rule, layers, problems);
  }

  private static Assignment inOrder(List<StoredLayer> stored, Set<String> names, Places places) {
    return split("by order", inOrder(stored, places.groups(names).keySet()), stored, places);
  }

  private static Map<String, StoredLayer> inOrder(List<StoredLayer> stored, Set<String> names) {
    Map<String, StoredLayer> map = new LinkedHashMap<>();
    Iterator<StoredLayer> next = stored.iterator();
    names.stream().limit(stored.size()).forEach(name -> map.put(name, next.next()));
    return map;
  }

  /** Stored layers by the plan's names, as Keras 3 finds them, whatever the layers are called. */
  private static Map<String, StoredLayer> byPath(
      ModelConfig config, Plan plan, List<StoredLayer> stored) {
    Map<String, StoredLayer> byPath = new HashMap<>();
    stored.forEach(layer -> byPath.put(layer.name(), layer));
    Map<String, StoredLayer> found = new LinkedHashMap<>();
    for (String layer : plan.parameters().keySet()) {
      StoredLayer own = byPath.get(config.place(layer).path());
      if (own != null) {
        found.put(layer, own);
      }
    }
    return found;
  }

  /** Judges listed layers once nested models are dealt out. */
  private static Assignment split(
      String rule, Map<String, StoredLayer> groups, List<StoredLayer> stored, Places places) {
    Map<String, StoredLayer> layers = new LinkedHashMap<>();
    List<StoredLayer> left = new ArrayList<>(stored);
    groups.forEach(
        (group, found) ->
            places
                .split(group, found)
                .ifPresent(
                    parts -> {
                      layers.putAll(parts);
                      left.remove(found);
                      left.addAll(parts.values());
                    }));
    return judged(rule, layers, left, places);
  }

  private static Assignment judged(
      String rule, Map<String, StoredLayer> map, List<StoredLayer> stored, Places places) {
    List<String> problems = new ArrayList<>();
    map.forEach(
        (name, layer) ->
            mismatch(name, places.parameters().get(name), layer).ifPresent(problems::add));
    Set<StoredLayer> placed = Collections.newSetFromMap(new IdentityHashMap<>());
    placed.addAll(map.values());
    stored.stream()
        .filter(layer -> !placed.contains(layer))
        .forEach(layer -> problems.add("left over: " + layer.name() + " " + layer.arrays()));
    places.needed().stream()
        .filter(name -> !map.containsKey(name))
        .forEach(name -> problems.add(NOT_FILLED + name + " " + places.parameters().get(name)));
    return new Assignment(rule, map, problems);
  }

  private static Optional<String> mismatch(
      String layer, List<Parameter> parameters, StoredLayer stored) {
    List<StoredArray> arrays = stored.arrays();
    boolean fits = arrays.size() == parameters.size();
    for (int i = 0; fits && i < arrays.size(); i++) {
      Parameter parameter = parameters.get(i);
      Optional<String> role = ArrayNames.parameter(arrays.get(i).name());
      fits =
          arrays.get(i).hasShape(parameter.shape())
              && (role.isEmpty() || role.get().equals(parameter.name()));
    }
    return fits
        ? Optional.empty()
        : Optional.of(
            String.format(
                "layer %s expects %s, found %s with %s", layer, parameters, stored.name(), arrays));
  }
}
