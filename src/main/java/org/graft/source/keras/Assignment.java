package org.graft.source.keras;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
 * not. Total: every stored array has a place of its shape, and everything that is kept is filled.
 *
 * @param rule which rule led here, in words
 * @param layers stored layers by the plan's layer names
 * @param problems what does not fit; empty for an assignment that can be used
 */
public record Assignment(String rule, Map<String, StoredLayer> layers, List<String> problems) {
  private static final String NOT_FILLED = "not filled: ";

  /** The best assignment of {@code file} to {@code whole}, of which {@code kept} must be filled. */
  public static Assignment of(Plan whole, Plan kept, KerasFile file) {
    Places places = new Places(whole.parameters(), kept.parameters().keySet());
    return file.topological()
        ? listed(file.layers(), places)
        : judged(
            "by class and count, as Keras 3 does",
            ClassCount.match(whole, file.layers()),
            file.layers(),
            places);
  }

  /** Where stored layers would go by order or count alone, whatever their shapes. */
  public static Map<String, StoredLayer> places(Plan plan, KerasFile file) {
    return file.topological()
        ? inOrder(file.layers(), plan.parameters().keySet())
        : ClassCount.match(plan, file.layers());
  }

  /** What a plan needs: all parameters by layer, and the layers that must be filled. */
  private record Places(Map<String, List<Parameter>> parameters, Set<String> needed) {}

  private static Assignment listed(List<StoredLayer> stored, Places places) {
    List<Assignment> named =
        NameMatch.of(stored, places.parameters().keySet()).stream()
            .map(map -> judged("by name", map, stored, places))
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
    return judged("by order", inOrder(stored, names), stored, places);
  }

  private static Map<String, StoredLayer> inOrder(List<StoredLayer> stored, Set<String> names) {
    Map<String, StoredLayer> map = new LinkedHashMap<>();
    Iterator<StoredLayer> next = stored.iterator();
    names.stream().limit(stored.size()).forEach(name -> map.put(name, next.next()));
    return map;
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
