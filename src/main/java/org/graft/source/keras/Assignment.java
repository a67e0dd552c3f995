package org.graft.source.keras;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.graft.plan.Parameter;
import org.graft.plan.Plan;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;

/**
 * Which stored layer fills which layer of a plan, by Keras' rules: by path since Keras 3; before,
 * in topological order, as {@code load_weights} goes, checked against the names ({@link
 * ListedLayers}). Total: every stored array has a place of its shape, and everything that is kept
 * is filled.
 *
 * @param rule which rule led here, in words
 * @param layers stored layers by the plan's layer names
 * @param misfits stored layers without a place of their shape, and why
 * @param unfilled layers that nothing fills
 * @param remainder what is left over on both sides
 */
public record Assignment(
    String rule,
    Map<String, StoredLayer> layers,
    List<String> misfits,
    List<String> unfilled,
    Remainder remainder) {
  /** The best assignment of {@code file} to {@code whole}, of which {@code kept} must be filled. */
  public static Assignment of(ModelConfig config, Plan whole, Plan kept, KerasFile file) {
    Places places = Places.of(config, whole, kept);
    Assignment own =
        file.assignBy() == AssignBy.PATH
            ? judged(
                "by class and count, as Keras 3 does",
                byPath(places, file.layers()),
                file.layers(),
                places)
            : new ListedLayers(file.layers(), places).assign(file.assignBy());
    Map<String, StoredLayer> all = new LinkedHashMap<>(own.layers);
    places
        .shared()
        .forEach((layer, first) -> all.computeIfAbsent(layer, l -> own.layers.get(first)));
    all.putAll(DescribedArrays.of(config, whole));
    return new Assignment(own.rule, all, own.misfits, own.unfilled, own.remainder);
  }

  /**
   * Where stored layers would go by order or path alone, whatever their shapes; what is listed for
   * a nested model as a whole goes nowhere.
   */
  public static Map<String, StoredLayer> places(ModelConfig config, Plan plan, KerasFile file) {
    Places places = Places.of(config, plan, plan);
    if (file.assignBy() == AssignBy.PATH) {
      return byPath(places, file.layers());
    }
    Set<String> names = places.needed();
    Map<String, StoredLayer> found =
        ListedLayers.inOrder(file.layers(), places.groups(names).keySet());
    found.keySet().retainAll(names);
    return found;
  }

  /** What does not fit, layer by layer; empty for an assignment that can be used. */
  public List<String> problems() {
    return Stream.concat(misfits.stream(), unfilled.stream()).toList();
  }

  public boolean fits() {
    return problems().isEmpty();
  }

  /** Reads the arrays of the layers that {@code kept} needs, shared ones once. */
  public Weights read(Plan kept) {
    Weights.Builder weights = Weights.builder();
    IdentityHashMap<StoredLayer, Map<String, Tensor>> read = new IdentityHashMap<>();
    kept.parameters()
        .forEach(
            (layer, parameters) ->
                weights.put(
                    layer,
                    read.computeIfAbsent(layers.get(layer), stored -> read(stored, parameters))));
    return weights.build();
  }

  private static Map<String, Tensor> read(StoredLayer stored, List<Parameter> parameters) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      tensors.put(
          parameter.name(), new Tensor(stored.arrays().get(i).values().get(), parameter.shape()));
    }
    return tensors;
  }

  Assignment called(String rule) {
    return new Assignment(rule, layers, misfits, unfilled, remainder);
  }

  /** The same, which cannot be used because of {@code problem}. */
  Assignment refused(String problem) {
    return new Assignment(rule, layers, List.of(problem), List.of(), remainder);
  }

  /** Stored layers by the plan's names, as Keras 3 finds them, whatever the layers are called. */
  private static Map<String, StoredLayer> byPath(Places places, List<StoredLayer> stored) {
    Map<String, StoredLayer> byPath = StoredLayer.byName(stored);
    Map<String, StoredLayer> found = new LinkedHashMap<>();
    for (String layer : places.parameters().keySet()) {
      StoredLayer own = byPath.get(places.config().place(layer).path());
      if (own != null) {
        found.put(layer, own);
      }
    }
    return found;
  }

  /** What is right and wrong with {@code map}, which holds some of {@code stored}. */
  static Assignment judged(
      String rule, Map<String, StoredLayer> map, List<StoredLayer> stored, Places places) {
    List<String> misfits = new ArrayList<>();
    List<String> unfilled = new ArrayList<>();
    Remainder.Builder remainder = new Remainder.Builder();
    map.forEach(
        (name, layer) -> {
          List<Parameter> parameters = places.parameters().get(name);
          if (!layer.fits(parameters)) {
            misfits.add(
                "layer %s expects %s, found %s with %s"
                    .formatted(name, parameters, layer.name(), layer.arrays()));
            remainder.misfit(name, parameters, layer);
          }
        });
    Set<StoredLayer> placed = Collections.newSetFromMap(new IdentityHashMap<>());
    placed.addAll(map.values());
    stored.stream()
        .filter(layer -> !placed.contains(layer))
        .forEach(
            layer -> {
              misfits.add("left over: " + layer.name() + " " + layer.arrays());
              remainder.unused(layer);
            });
    places.needed().stream()
        .filter(name -> !map.containsKey(name))
        .forEach(
            name -> {
              unfilled.add("not filled: " + name + " " + places.parameters().get(name));
              remainder.unfilled(name, places.parameters().get(name));
            });
    return new Assignment(rule, map, misfits, unfilled, remainder.build());
  }
}
